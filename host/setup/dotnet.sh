# The .NET side of set-up: finds the SDK, builds, and puts what was built where the launcher looks. Source steps.sh first.

# Sets dotnet (the command) and dotnet_root (where the host's executable finds the runtime).
find_dotnet() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    # The SDK itself wants ICU, which a bare Debian lacks, and a home directory, which a service may lack.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 HOME="${HOME:-$home/artifacts/home}"
    local candidate
    dotnet=
    for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || true)" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet "$HOME/.dotnet/dotnet"; do
        # Asked in the checkout, so that global.json has its say; in a shell of its own, whose word on a crash is not heard.
        if [[ -x $candidate ]] && ("$candidate" --version) > /dev/null 2>&1; then
            dotnet=$candidate
            break
        fi
    done
    [[ -n $dotnet ]] || give_up "the .NET 10 SDK is not here. Microsoft's package for Debian is dotnet-sdk-10.0; without root," \
        "dotnet-install.sh --channel 10.0 puts it in ~/.dotnet. How: https://learn.microsoft.com/dotnet/core/install/linux"
    dotnet_root=$(dirname "$(readlink -f "$dotnet")")
}

# One MSBuild call for everything. The compiler server is our own (by its pipe's name) and ends with the build: it halves
# the time of the compilations, and no daemon stays.
build_dotnet() {
    local status=0 pipe=pluginhost-$$ locked=
    # The audit asks the package source about vulnerabilities, and a source that does not answer is no reason not to start.
    # Analyzers and locked lock files are for those who change the code: continuous integration has both.
    local analyzers=false
    [[ ${CI:-} != true ]] || { analyzers=true; locked=-p:RestoreLockedMode=true; }
    rm -rf artifacts/hosts/.building
    "$dotnet" msbuild host/setup/build.proj -restore -nologo -verbosity:minimal "-maxCpuCount:$(nproc)" -nodeReuse:false \
        "-target:$(IFS=';'; echo "$*")" -p:Configuration=Release "-p:PublishDir=$home/artifacts/hosts/.building/" \
        -p:NuGetAudit=false \
        -p:UseSharedCompilation=true "-p:SharedCompilationId=$pipe" "-p:RunAnalyzers=$analyzers" "-p:WithTests=${with_tests:+true}" $locked || status=$?
    local server
    for server in "$dotnet_root/sdk/$("$dotnet" --version)"/Roslyn/bincore/VBCSCompiler.dll; do
        "$dotnet" exec "$server" -shutdown "-pipename:$pipe" > /dev/null 2>&1 || true
    done
    return "$status"
}

# Whether each plugin's folder holds the files that its build wrote down beside it, and no others: the host refuses what differs.
plugins_are_as_built() {
    local entry
    for entry in artifacts/plugins/*.sha256; do
        (cd artifacts/plugins && sha256sum --status --check "${entry##*/}") || return 1
        [[ $(find "${entry%.sha256}" -type f | grep -c '') == $(grep -c '' "$entry") ]] || return 1
    done
}

# A running host keeps the directory that it was started from: a build never writes over the files that it has mapped.
keep_dotnet() {
    if [[ -d artifacts/hosts/.building ]]; then
        rm -rf "artifacts/hosts/$host_key"
        mv -T artifacts/hosts/.building "artifacts/hosts/$host_key"
    fi
    local output
    for output in artifacts/plugins/*/; do
        output=${output%/}
        [[ -d plugins/${output##*/} ]] || rm -rf "$output" "$output.sha256"
    done
    echo "$plugin_key" > artifacts/plugins.key
    [[ -z $with_tests ]] || echo "$test_key" > artifacts/tests.key
}

remove_old_hosts() {
    local directory executables
    executables=$(readlink /proc/[0-9]*/exe 2> /dev/null || true)
    for directory in artifacts/hosts/*/; do
        directory=$home/${directory%/}
        [[ ${directory##*/} == "$host_key" || $executables == *"$directory/"* ]] || rm -rf "$directory"
    done
}
