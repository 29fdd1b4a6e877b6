#!/bin/sh
# Install what the tests judge with (Debian's Chromium for pages, STILTS for VOTables) when this is root on a machine
# with apt; otherwise leave it be: those tests then skip, and the last lines of the run say what to install.
lacking=""
for tool in chromium stilts; do
    command -v "$tool" >/dev/null 2>&1 || lacking="$lacking $tool"
done
[ -z "$lacking" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$lacking for the tests ..."
    # shellcheck disable=SC2086  (a list of words)
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null && exit 0
fi
if [ "$CI" = true ]; then
    echo "Missing and not to be installed:$lacking. In CI that is a failure." >&2
    exit 1
fi
exit 0
