#!/usr/bin/env bash
# What the tests need beside Python: installs what is missing as root on Debian, elsewhere says what to install.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin"

packages=()
need() { command -v "$1" >/dev/null || packages+=("$2"); }
need git git
need curl curl
need strace strace
need nginx nginx
need rclone rclone
need WebKitWebDriver webkit2gtk-driver
need xvfb-run xvfb
need xauth xauth
command -v fc-list >/dev/null || packages+=(fontconfig)
for font in "Noto Sans CJK SC:fonts-noto-cjk" "Inter:fonts-inter"; do
  fc-list "${font%%:*}" 2>/dev/null | grep -q . || packages+=("${font##*:}")
done
# The shell opens pages in half the time of the browser; where Debian does not have it, the browser will do.
[ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null \
  || packages+=(chromium-headless-shell)
[ ${#packages[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need ${packages[*]}, named as in Debian: apt-get install ${packages[*]}" >&2
  exit 1
fi
echo "installing ${packages[*]}"
apt-get -qq -o DPkg::Lock::Timeout=300 update
apt-cache show chromium-headless-shell >/dev/null 2>&1 || packages=("${packages[@]/chromium-headless-shell/chromium}")
apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${packages[@]}" >/dev/null
