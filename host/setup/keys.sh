# What a build was made from, as one short hash each. Content decides; dates are only the launcher's shortcut.
# Expects to run in the checkout's root.

# hash_files PATH... [-- FIND EXPRESSION...]: names and contents of the files below, without editors' droppings.
hash_files() {
    local paths=()
    while (($#)) && [[ $1 != -- ]]; do
        [[ -e $1 ]] && paths+=("$1")
        shift
    done
    (($# == 0)) || shift
    # Without a path find would search the working directory.
    ((${#paths[@]})) || { echo none; return; }
    find "${paths[@]}" -type f ! -name '.*' ! -name '*~' "$@" -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum | short_hash
}

short_hash() {
    sha256sum | cut -c 1-12
}

# A restore writes lock files, so they are hashed apart from the sources, and again after it.
lock_key() { hash_files "$1" -- -name packages.lock.json; }

host_sources() {
    hash_files host Directory.Build.props Directory.Packages.props global.json -- \
        ! -path 'host/native/*' ! -name '*.sh' ! -name packages.lock.json
}
plugin_sources() { hash_files plugins -- ! -name packages.lock.json; }
test_sources() { hash_files tests -- ! -name packages.lock.json; }
native_sources() { hash_files host/native; }
