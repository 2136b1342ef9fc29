# Sourced by the scripts here that install Debian's packages.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends "$@"; }
with_lists() { "$@" || { apt update && "$@"; }; }

# install_missing PACKAGE…
install_missing() {
  [ $# -gt 0 ] || return 0
  need apt-get "Debian's apt (to install $*)"
  quietly "installing $*" with_lists apt install "$@"
}
