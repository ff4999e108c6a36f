#!/usr/bin/env bash
# `./pluginhost test`: sets up, builds the tests, runs them and ends with the line `N passed, N failed, N skipped`.
# Exit code 0 when tests ran and none failed, 1 when one failed or none ran, 2 for wrong usage, 3 for set-up.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=steps.sh
source "$home/host/setup/steps.sh"

usage() {
    cat << 'END'
Runs the tests of PluginHost and of its plugins.

  ./pluginhost test                      all of them
  ./pluginhost test --filter Lora        those whose full name (namespace, class, method) contains the text
  ./pluginhost test --faults             the whole suite of faults: power cuts, killed workers, failing disks
                [--seed N] [--count N]   what is drawn, and how many power cuts [default: 20261, 2000]
  ./pluginhost test -- -list classes     what follows -- goes to the test runner as it is (-- -? shows what it knows)

The last line is `N passed, N failed, N skipped`; the exit code is 0 when tests ran and none failed.
END
}

# summary FILE: the counts of the runner's report as "passed failed skipped"; nothing where it wrote none.
summary() {
    # Where no test matches the filter, the runner's summary is the bare `Total: 0`.
    sed -n -E -e 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*/\1 \2 \3 \4 \5/p' \
        -e 's/.*Total: 0$/0 0 0 0 0/p' "$1" | tail -n 1 | while read -r total errors failed skipped not_run; do
            echo "$((total - failed - skipped - not_run)) $((failed + errors)) $skipped"
        done
}

# run_program LOG ARGUMENT…: the test program, shown and kept.
run_program() {
    "$home/artifacts/bin/Tests/release/PluginHost.Tests" -noLogo "${@:2}" < /dev/null | tee "$1"
}

# All tests, in two processes side by side, as those that start programs of their own wait for them most of the time. The report of the second
# follows the first one's. The commands' tests are not in the background, where a shell has signals ignored, which programs inherit.
run_halves() {
    local output=$home/artifacts/tests.log status=0 second=0
    run_program "$output.second" "$@" -namespace- "PluginHost.Tests.App*" > /dev/null &
    trap "kill $! 2> /dev/null || true" EXIT
    run_program "$output" "$@" -namespace "PluginHost.Tests.App*" || status=$?
    wait $! || second=$?
    trap - EXIT
    cat "$output.second"
    return $((status ? status : second))
}

main() {
    local filter=() text= every=1
    # Plain text wherever the output is not read off a terminal: the last line stands alone there.
    [[ -t 1 && -z ${NO_COLOR:-} ]] || filter+=(-noColor)
    while (($#)); do
        every=
        case $1 in
            --help | -h) usage; return ;;
            --filter)
                (($# > 1)) || { say "--filter needs a text, for example: ./pluginhost test --filter Lora"; return 2; }
                text=$2
                filter+=(-method "*$2*")
                shift 2
                ;;
            --faults)
                export PLUGINHOST_FAULT_SUITE=1
                filter+=(-method "PluginHost.Tests.Faults.*" -showLiveOutput)
                shift
                ;;
            --seed | --count)
                { (($# > 1)) && [[ $2 =~ ^[0-9]+$ ]]; } || { say "$1 needs a number, for example: ./pluginhost test --faults $1 500"; return 2; }
                if [[ $1 == --seed ]]; then export PLUGINHOST_FAULT_SEED=$2; else export PLUGINHOST_FAULT_COUNT=$2; fi
                shift 2
                ;;
            --) shift; filter+=("$@"); break ;;
            *) say "test does not know '$1'; ./pluginhost test --help shows what it knows"; return 2 ;;
        esac
    done

    bash "$home/host/setup/setup.sh" tests || return
    { read -r _; read -r native; read -r DOTNET_ROOT; } < "$home/artifacts/setup.stamp"
    export PLUGINHOST_HOME=$home PLUGINHOST_NATIVE=$home/$native DOTNET_ROOT
    unset PLUGINHOST_CHOICE

    local output=$home/artifacts/tests.log status=0 passed failed skipped
    if [[ -n $every ]]; then
        run_halves "${filter[@]}" || status=$?
    else
        run_program "$output" "${filter[@]}" || status=$?
    fi
    # A listing is no test run.
    [[ " ${filter[*]} " != *" -list "* ]] || return "$status"
    passed=0 failed=0 skipped=0
    local log part
    for log in "$output" ${every:+"$output.second"}; do
        if read -r -a part < <(summary "$log"); then
            passed=$((passed + part[0])) failed=$((failed + part[1])) skipped=$((skipped + part[2]))
        else
            say "the test program ended with exit code $status before its summary"
            failed=$((failed + 1))
        fi
    done
    if ((passed + failed + skipped == 0)) && [[ -n $text ]]; then
        say "no test has '$text' in its full name; ./pluginhost test -- -list methods shows the names"
    elif ((passed + failed == 0)); then
        say "no test ran"
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    ((status == 0 && failed == 0 && passed > 0)) || return 1
}

[[ ${BASH_SOURCE[0]} != "$0" ]] || main "$@"
