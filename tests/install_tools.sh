#!/bin/sh
# Install what the tests judge with when this is root on a machine with apt: Debian's Chromium for pages, STILTS for
# VOTables, nginx, ShellCheck and the programs that fetch files by our scripts, Orca, Firefox and what they need of a desktop for the journeys with a screen reader. Otherwise leave it be: those
# tests then skip, and the last lines of the run say what to install.
lacking=""
want() { # a command, and the packages that bring it and what it needs
    command -v "$1" >/dev/null 2>&1 && return
    shift
    lacking="$lacking $*"
}
want chromium chromium fonts-liberation
want firefox-esr firefox-esr
want stilts stilts
want java default-jre-headless
want nginx nginx-light
want shellcheck shellcheck
want aria2c aria2
want wget wget
want busybox busybox
want curl curl
want orca orca at-spi2-core gir1.2-atspi-2.0 python3-pyatspi libatk-adaptor gsettings-desktop-schemas dconf-cli
want Xvfb xvfb
want openbox openbox
want xdotool xdotool
want dbus-daemon dbus dbus-x11
want gsettings libglib2.0-bin
want setpriv util-linux
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
