#!/usr/bin/env bash
# Compiles the shim against a libtorch:  host/native/build.sh OUTDIR
# Which one: LIBTORCH=/dir (an unpacked libtorch, or site-packages/torch), else PLUGINHOST_TORCH=python (the torch of python3), else
# Debian's libtorch-dev. Writes libpluginhost_core.so, libpluginhost_cuda.so where there are CUDA's headers, libpluginhost_dist.so where there
# are those of process groups, pluginhost-supervisor, and torch.txt with the
# directory and the version. Exits 3 with what is missing.
set -euo pipefail

give_up() {
    echo "host/native/build.sh: $*" >&2
    exit 3
}

(($# == 1)) || { echo "usage: host/native/build.sh OUTDIR" >&2; exit 2; }
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1" || give_up "cannot write to $1"
out=$(cd "$1" && pwd)
compiler=${CXX:-g++}
command -v "$compiler" > /dev/null || give_up "there is no C++ compiler: apt-get install g++, or set CXX"

directory=
if [[ -n ${LIBTORCH:-} ]]; then
    directory=${LIBTORCH%/}
elif [[ ${PLUGINHOST_TORCH:-debian} == python ]]; then
    directory=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2> /dev/null) ||
        give_up "PLUGINHOST_TORCH=python, but python3 cannot import torch"
fi
# Debian's python3-torch has no headers of its own: its libraries are those of libtorch-dev.
if [[ -n $directory && ! -e $directory/include/ATen/ATen.h && $(readlink -f "$directory/lib/libtorch.so") == /usr/lib/*-linux-gnu/* ]]; then
    directory=
fi

# Debian's library is built with the system's compiler and its new strings.
includes=(-isystem /usr/include/torch/csrc/api/include)
libraries=()
headers=/usr/include
abi=1
if [[ -n $directory ]]; then
    headers=$directory/include
    [[ -e $headers/ATen/ATen.h ]] || give_up "$headers/ATen/ATen.h is missing: $directory is no libtorch with headers"
    [[ -e $directory/lib/libtorch_cpu.so ]] || give_up "$directory/lib/libtorch_cpu.so is missing: $directory is no libtorch"
    includes=(-isystem "$headers" -isystem "$headers/torch/csrc/api/include")
    libraries=(-L"$directory/lib" -Wl,-rpath,"$directory/lib")
    # PyTorch wheels were long built with the old std::string; the symbols tell.
    nm -D "$directory/lib/libc10.so" | grep -q '__cxx11' || abi=0
    library=$directory/lib
else
    [[ -e $headers/ATen/ATen.h ]] || give_up "libtorch's headers are missing: apt-get install libtorch-dev libopenblas0-pthread, or set LIBTORCH=/dir"
    # The compiler answers with the bare name when it finds nothing.
    found=$("$compiler" -print-file-name=libtorch_cpu.so)
    library=$(dirname "$(readlink -m "$found")")
    [[ $found == /* ]] || give_up "libtorch_cpu.so is missing: apt-get install libtorch-dev"
fi

standard=c++17
! grep -q '__cplusplus < 202002L' "$headers/ATen/ATen.h" || standard=c++20
flags=(-std=$standard -O2 -fPIC -fvisibility=hidden -Wall -D_GLIBCXX_USE_CXX11_ABI=$abi "${includes[@]}")

version=unknown
for candidate in "$headers"/torch/headeronly/version.h "$headers"/torch/csrc/api/include/torch/version.h; do
    [[ -e $candidate ]] || continue
    version=$(sed -n 's/^#define TORCH_VERSION "\(.*\)"/\1/p; s/^  "\([0-9][0-9.]*\)".*/\1/p' "$candidate" | head -n 1)
    [[ -z $version ]] || break
done

# CUDA's headers come with a toolkit, or beside a PyTorch wheel as packages of their own.
cuda=
if [[ -e $library/libtorch_cuda.so && -e $headers/c10/cuda/CUDACachingAllocator.h ]]; then
    for candidate in "${CUDA_HOME:-/usr/local/cuda}/include" /usr/include "$directory"/../nvidia/*/include; do
        [[ ! -e $candidate/cuda_runtime_api.h ]] || { cuda=$candidate; break; }
    done
fi

# Process groups: over gloo (libgloo-dev; a libtorch from elsewhere carries it) and over NCCL, each where its headers are.
dist=()
nccl=
if [[ -e $headers/torch/csrc/distributed/c10d/ProcessGroup.hpp ]]; then
    [[ ! -e $headers/gloo/config.h ]] || dist+=(dist_gloo)
    for candidate in "$cuda" "$directory"/../nvidia/nccl/include; do
        [[ -n $cuda && -e $candidate/nccl.h ]] || continue
        nccl=$candidate
        dist+=(dist_nccl)
        break
    done
    ((${#dist[@]} == 0)) || dist+=(dist dist_reducer)
fi

work=$(mktemp -d "$out/.objects.XXXXXX")
trap 'rm -rf "$work"' EXIT
compile() {
    local extra=()
    if [[ $1 == cuda || $1 == dist_nccl ]]; then
        for candidate in "$cuda" "$nccl" "$directory"/../nvidia/*/include; do
            [[ ! -d $candidate ]] || extra+=(-isystem "$candidate")
        done
    fi
    "$compiler" "${flags[@]}" "${extra[@]}" -c "$source/$1.cpp" -o "$work/$1.o"
}

# The longest first, two at a time.
core=(dispatch autograd anomaly guards_layers guards_numerics guards tensor generator settings profile recording accumulator allocator memory error)
units=("${core[@]}")
[[ -z $cuda ]] || units+=(cuda)
units+=("${dist[@]}")
failed=
for unit in "${units[@]}"; do
    while (($(jobs -rp | wc -l) >= 2)); do wait -n || failed=yes; done
    compile "$unit" &
done
while (($(jobs -rp | wc -l) > 0)); do wait -n || failed=yes; done
for unit in "${units[@]}"; do
    [[ -e $work/$unit.o ]] || failed=yes
done
[[ -z $failed ]] || { echo "host/native/build.sh: the shim does not compile against torch $version in ${directory:-$headers}" >&2; exit 1; }

link=("${libraries[@]}" -ltorch -ltorch_cpu -lc10)
# Nothing refers to libtorch_cuda, which registers its kernels when it is loaded: the linker must not leave it out.
[[ ! -e $library/libtorch_cuda.so ]] || link+=(-Wl,--no-as-needed -ltorch_cuda -lc10_cuda -Wl,--as-needed)
objects=("${core[@]/#/$work/}")
objects=("${objects[@]/%/.o}")
link_core() { "$compiler" -shared -o "$out/libpluginhost_core.so" "${objects[@]}" "$@" "${link[@]}"; }

# Debian's libtorch_cpu depends on OpenCV, FFmpeg and some stores, which pull in about 230 libraries, and takes no symbol from any of
# them. An empty library of the same name, loaded first, stands in for each: half of the time and much of the memory of a start.
# (A plugin with a native OpenCV of its own carries it under a path of its own, as it must anyway.)
rm -rf "$out/stand-ins"
if [[ -z $directory ]]; then
    mkdir "$out/stand-ins"
    nm -D --undefined-only "$library/libtorch_cpu.so" | awk '{ sub(/@.*/, "", $2); print $2 }' | sort -u > "$work/used"
    echo > "$work/empty.c"
    for name in $(readelf -d "$library/libtorch_cpu.so" | sed -nE 's/.*NEEDED.*\[(lib(opencv_[a-z0-9]+|av[a-z]+|sw[a-z]+|zmq|leveldb|lmdb|snappy)\.so[^]]*)\]/\1/p'); do
        [[ -e $library/$name ]] || continue
        nm -D --defined-only "$library/$name" | awk '{ sub(/@.*/, "", $3); print $3 }' | sort -u > "$work/offered"
        [[ -z $(comm -12 "$work/used" "$work/offered") ]] || continue
        "$compiler" -shared -nostdlib -s -x c "$work/empty.c" -Wl,-soname,"$name" -o "$out/stand-ins/$name"
    done
    stand_ins=("$out"/stand-ins/*)
    link_core -Wl,--no-as-needed "${stand_ins[@]}" -Wl,--as-needed -Wl,-rpath,'$ORIGIN/stand-ins'
    # Some other library may need the real ones after all: then so be it.
    if ldd -r "$out/libpluginhost_core.so" 2>&1 | grep -qE 'undefined symbol|not found|no version information'; then
        rm -rf "$out/stand-ins"
        link_core
    fi
else
    link_core
fi
[[ -z $cuda ]] || "$compiler" -shared -o "$out/libpluginhost_cuda.so" "$work/cuda.o" "$work/error.o" "${link[@]}"

if ((${#dist[@]} > 0)); then
    dist_objects=("${dist[@]/#/$work/}")
    # A libtorch from elsewhere has gloo inside its libtorch_cpu.
    gloo=()
    [[ -n $directory ]] || gloo=(-l:libgloo.so.0)
    "$compiler" -shared -o "$out/libpluginhost_dist.so" "${dist_objects[@]/%/.o}" "$work/error.o" -Wl,-rpath,'$ORIGIN/stand-ins' "${link[@]}" "${gloo[@]}"
fi

# The supervisor needs nothing of torch; static it starts in a third of a millisecond, and not every system has the static C library.
supervise() { "$compiler" -std=c++17 -O2 -Wall "$@" -o "$out/pluginhost-supervisor" "$source/supervisor.cpp"; }
supervise -static 2> /dev/null || supervise

printf '%s\n%s\n' "${directory:-$library}" "$version" > "$out/torch.txt"
echo "${directory:-$library}"
