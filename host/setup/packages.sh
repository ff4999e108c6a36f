# The Debian packages that this machine lacks, and how they get here. Source steps.sh and torch.sh first.

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2> /dev/null) == ii* ]]
}

# What NuGet needs to restore over TLS: certificates, and the OpenSSL that they depend on.
missing_for_dotnet() {
    [[ -n ${SSL_CERT_FILE:-} || -e /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
}

# What the shim is compiled and run with. A libtorch from elsewhere brings its own BLAS.
missing_for_native() {
    command -v "${CXX:-g++}" > /dev/null || echo g++
    torch_is_debians || return 0
    is_installed libtorch-dev || echo libtorch-dev
    # Headers of the process groups; the library itself comes with libtorch.
    is_installed libgloo-dev || echo libgloo-dev
    # libtorch pulls in the reference BLAS, which is tens of times slower; with OpenBLAS beside it the alternative switches.
    is_installed libopenblas0-pthread || is_installed libopenblas0-openmp || echo libopenblas0-pthread
}

# can_install PACKAGE...: says what to type where this user or this system cannot install them.
can_install() {
    local why
    if ! command -v apt-get > /dev/null; then
        why="there is no apt-get here"
    elif [[ $(id -u) != 0 ]]; then
        why="only root can install them"
    else
        return 0
    fi
    say "these packages are missing and $why: $*"
    say "as root, on Debian 12:  apt-get install --no-install-recommends $*"
    say "a libtorch that is already here serves too: LIBTORCH=/dir, or PLUGINHOST_TORCH=python for the PyTorch of python3"
    return 1
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    local install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o APT::Color=0 -o Dpkg::Use-Pty=0)
    # An installation that was cut off has to be finished before the next.
    [[ -z $(dpkg --audit) ]] || dpkg --configure -a || return
    # The lists of a fresh container are empty, and those of an old machine name versions that are gone.
    if ! "${install[@]}" --simulate "$@" > /dev/null 2>&1; then
        apt-get update -o DPkg::Lock::Timeout=300 || return
    fi
    "${install[@]}" "$@" || { apt-get update && "${install[@]}" "$@"; }
}
