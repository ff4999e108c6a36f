#!/usr/bin/env bash
# Makes what is missing for a start: Debian packages, the shim (host/native), the host and the plugins; with the
# argument `tests` the tests too. ./pluginhost calls it when its stamp does not hold. Nothing is asked, everything goes
# to stderr and artifacts/setup.log, and what is made appears under its final name only when it is whole.
# Exit code 3: something is missing that only the user can give.
set -euo pipefail
shopt -s nullglob

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$home"
for part in steps torch packages keys dotnet; do
    # shellcheck source=/dev/null
    source "host/setup/$part.sh"
done

with_tests=${1:-}
log=$home/artifacts/setup.log
began=$SECONDS

{ mkdir -p artifacts/native artifacts/hosts && : >> "$log"; } 2> /dev/null || give_up "cannot write to $home/artifacts; own the checkout, or copy it"

# One set-up at a time; whoever waited finds everything made.
exec {lock}> artifacts/setup.lock
flock --nonblock "$lock" || { say "another start is setting up; waiting for it"; flock "$lock"; }

# The stamp carries the time of this moment: a file that changes while we build is newer.
began_mark=$(mktemp artifacts/.setup.XXXXXX)
lanes=()
clean_up() {
    local status=$? lane
    trap - EXIT INT TERM HUP
    for lane in "${lanes[@]}"; do kill -TERM -- "-$lane" 2> /dev/null || true; done
    wait
    rm -rf "$began_mark" "$log".?????? artifacts/hosts/.building artifacts/native/.building
    exit "$status"
}
trap clean_up EXIT
trap 'say "set-up interrupted; the next start goes on from what is done"; exit 130' INT
trap 'exit 143' TERM HUP

find_torch
native_directory() {
    local torch
    torch=$(describe_torch)
    echo "artifacts/native/${torch%% *}-$(printf '%s %s' "$torch" "$(native_sources)" | short_hash)"
}
host_sources=$(host_sources)
plugin_sources=$(plugin_sources)
test_sources=$([[ -z $with_tests ]] || test_sources)
name_builds() {
    host_key=$(printf '%s %s' "$host_sources" "$(lock_key host)" | short_hash)
    plugin_key=$(printf '%s %s %s' "$host_key" "$plugin_sources" "$(lock_key plugins)" | short_hash)
    test_key=$(printf '%s %s %s' "$plugin_key" "$test_sources" "$(lock_key tests)" | short_hash)
}
name_builds

# What is missing.
targets=()
[[ -x artifacts/hosts/$host_key/pluginhost ]] || targets+=(Host)
[[ $(cat artifacts/plugins.key 2> /dev/null) == "$plugin_key" ]] && plugins_are_as_built || targets+=(Plugins)
[[ -z $with_tests || $(cat artifacts/tests.key 2> /dev/null) == "$test_key" ]] || targets+=(Tests)
mapfile -t packages < <(missing_for_native)
needs_native=
((${#packages[@]} == 0)) && [[ -d $(native_directory) ]] || needs_native=yes
needs_dotnet=
((${#targets[@]} == 0)) || needs_dotnet=yes

find_dotnet
if [[ -n $needs_dotnet$needs_native ]]; then
    # From here to the end nothing looks finished.
    rm -f artifacts/setup.stamp
    [[ " ${targets[*]} " != *" Plugins "* ]] || rm -f artifacts/plugins.key
    [[ " ${targets[*]} " != *" Tests "* ]] || rm -f artifacts/tests.key
    printf '%s set-up in %s: %s\n' "$(date -Is)" "$home" "${targets[*]} ${packages[*]} ${needs_native:+native}" > "$log"
fi
mapfile -t packages_first < <([[ -z $needs_dotnet ]] || missing_for_dotnet)
if ((${#packages[@]} + ${#packages_first[@]})); then
    can_install "${packages_first[@]}" "${packages[@]}" || exit 3
fi
[[ -e artifacts/host ]] || say "first start: setting up takes about two minutes and happens once"
((${#packages_first[@]} == 0)) || step "installing ${packages_first[*]}" install_packages "${packages_first[@]}" || exit 3

make_native() {
    local directory
    ((${#packages[@]} == 0)) || step "installing ${packages[*]}" install_packages "${packages[@]}" || return
    directory=$(native_directory)
    [[ ! -d $directory ]] || return 0
    rm -rf artifacts/native/.building
    step "compiling host/native" host/native/build.sh "$home/artifacts/native/.building" || return
    mv -T artifacts/native/.building "$directory"
}

make_dotnet() {
    local what=${targets[*],,}
    step "building ${what// /, }" build_dotnet "${targets[@]}"
}

# The shim and the .NET code do not need each other: while apt and g++ work on one core, MSBuild has the other.
# A lane has a process group of its own, so that an interrupt can end all of it.
start_lane() {
    set -m
    "$@" {lock}>&- &
    lanes+=($!)
    set +m
}
[[ -z $needs_dotnet ]] || start_lane make_dotnet
[[ -z $needs_native ]] || start_lane make_native
# Where one fails the other still ends its work: it need not be done again, and dpkg is not cut off.
failed=
for lane in "${lanes[@]}"; do
    wait "$lane" || failed=yes
done
lanes=()
[[ -z $failed ]] || exit 3

if [[ -n $needs_dotnet ]]; then
    name_builds
    keep_dotnet
fi
native=$(native_directory)
point() { ln -sfn "$2" "$1.new" && mv -T "$1.new" "$1"; }
[[ -L artifacts/host || ! -e artifacts/host ]] || rm -rf artifacts/host
point artifacts/host "hosts/$host_key"
point artifacts/native/current "${native##*/}"
remove_old_hosts

printf '%s\n' "$PLUGINHOST_CHOICE" "$native" "$dotnet_root" > artifacts/setup.stamp.new
touch -r "$began_mark" artifacts/setup.stamp.new
mv artifacts/setup.stamp.new artifacts/setup.stamp
[[ -z $needs_dotnet$needs_native ]] || say "set up in $((SECONDS - began)) s"
