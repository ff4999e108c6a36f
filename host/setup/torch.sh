# Which libtorch the shim is compiled against. LIBTORCH=/dir wins, then PLUGINHOST_TORCH=python|debian, then Debian's.
# host/native/build.sh reads the same two variables. Source steps.sh first.

# The directory of the chosen libtorch, empty for Debian's, whose files lie in the system's own directories.
find_torch() {
    torch_directory=
    if [[ -n ${LIBTORCH:-} ]]; then
        torch_directory=${LIBTORCH%/}
        [[ -e $torch_directory/lib/libtorch.so ]] || give_up "LIBTORCH=$LIBTORCH has no lib/libtorch.so;" \
            "give the directory of an unpacked libtorch, or site-packages/torch of a PyTorch install"
        return
    fi
    case ${PLUGINHOST_TORCH:-debian} in
        debian) ;;
        python)
            torch_directory=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2> /dev/null) ||
                give_up "PLUGINHOST_TORCH=python, but \`python3 -c \"import torch\"\` fails" \
                    "($(command -v python3 || echo 'no python3 in PATH')); activate the environment that has PyTorch, or use LIBTORCH=/dir"
            ;;
        *) give_up "PLUGINHOST_TORCH is '$PLUGINHOST_TORCH'; it can be 'python' or 'debian' (or set LIBTORCH=/dir)" ;;
    esac
}

# Debian's python3-torch is a set of links to the libraries of libtorch-dev and needs the same packages.
torch_is_debians() {
    [[ -z $torch_directory || $(readlink -f "$torch_directory/lib/libtorch.so") == /usr/lib/*-linux-gnu/* ]]
}

# What tells one libtorch from another: a short name, and the size and date of its main library.
describe_torch() {
    local name=debian library
    [[ -z ${LIBTORCH:-} ]] && name=${PLUGINHOST_TORCH:-debian} || name=libtorch
    for library in "$torch_directory"/lib/libtorch_cpu.so /usr/lib/*-linux-gnu/libtorch_cpu.so; do
        [[ -e $library ]] && break
    done
    printf '%s %s %s\n' "$name" "$torch_directory" "$(stat -L -c '%s %Y' "$library" 2> /dev/null || true)"
}
