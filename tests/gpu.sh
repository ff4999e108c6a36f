#!/usr/bin/env bash
# Tests and benches on a machine that has a GPU and little else: an NVIDIA driver, a CUDA PyTorch in python3, g++ and this checkout with
# what `tests/gpu.sh pack` put into it. No SDK and no network are needed there. How to use it: docs/gpu.md.
#
#   tests/gpu.sh pack     on the machine that builds: sets up, builds the tests, and puts them and a .NET runtime into artifacts/gpu
#   tests/gpu.sh          on the machine with the GPU: compiles the shim against its PyTorch, runs the tests marked gpu, then the benches
#   tests/gpu.sh test     the tests only;  tests/gpu.sh bench  the benches only
#
# Exit code 0 when everything held, 1 when a test or a bench failed, 2 for wrong usage, 3 when something is missing.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packed=$home/artifacts/gpu

missing() {
    printf 'tests/gpu.sh: %s\n' "$*" >&2
    exit 3
}

pack() {
    local root part
    "$home/pluginhost" test --filter GeneratedCodeTests
    { read -r _; read -r _; read -r root; } < "$home/artifacts/setup.stamp"
    rm -rf "$packed"
    mkdir -p "$packed/dotnet/shared"
    cp -a "$root/dotnet" "$root/host" "$packed/dotnet/"
    for part in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        [[ -d $root/shared/$part ]] || missing "$root/shared/$part is not there"
        cp -a "$root/shared/$part" "$packed/dotnet/shared/"
    done
    cp -aL "$home/artifacts/host" "$packed/host"
    cp -a "$home/artifacts/bin/Tests/release" "$packed/tests"
    printf 'packed into %s: %s\n' "$packed" "$(du -sh "$packed" | cut -f 1)"
}

# The shim against the PyTorch of python3, compiled anew when that PyTorch or the shim's sources change.
compile() {
    command -v g++ > /dev/null || missing "there is no g++"
    command -v nvidia-smi > /dev/null || missing "there is no nvidia-smi: no NVIDIA driver"
    python3 -c 'import torch; assert torch.cuda.is_available()' || missing "python3 has no PyTorch that sees a GPU"
    [[ -x $packed/tests/PluginHost.Tests ]] || missing "$packed is not there: run tests/gpu.sh pack where the SDK is, and bring it along"
    local key
    key=$({ python3 -c 'import torch; print(torch.__version__, torch.__file__)'; cat "$home"/host/native/*; } | sha256sum | cut -c 1-12)
    native=$packed/native-$key
    if [[ ! -e $native/torch.txt ]]; then
        echo "compiling host/native against $(python3 -c 'import torch; print(torch.__version__)')"
        PLUGINHOST_TORCH=python bash "$home/host/native/build.sh" "$native" || missing "the shim does not compile against this PyTorch"
    fi
    [[ -e $native/libpluginhost_cuda.so ]] || missing "the shim was compiled without CUDA: no cuda_runtime_api.h in \$CUDA_HOME/include, /usr/local/cuda/include or PyTorch's nvidia packages"
    export DOTNET_ROOT=$packed/dotnet PLUGINHOST_NATIVE=$native PLUGINHOST_HOME=$home PLUGINHOST_TORCH=python
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
}

run_tests() { "$packed/tests/PluginHost.Tests" -noLogo -noColor -trait device=gpu; }

# The host's own benches run the same work in Python beside ours and print the table.
run_benches() { "$packed/host/pluginhost" bench; }

main() {
    local failed=0
    case ${1:-all} in
        pack) pack ;;
        test) compile; run_tests ;;
        bench) compile; run_benches ;;
        all)
            compile
            run_tests || failed=1
            run_benches || failed=1
            return "$failed"
            ;;
        *) echo "usage: tests/gpu.sh [pack | test | bench]" >&2; return 2 ;;
    esac
}

main "$@"
