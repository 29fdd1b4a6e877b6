#!/bin/sh
# Install Debian's Chromium for the browser tests when this is root on a machine with apt; otherwise leave it be:
# the tests then skip, and their last line says what to install.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
if [ "$CI" = true ]; then
    echo "Chromium is missing and could not be installed; in CI that is a failure." >&2
    exit 1
fi
exit 0
