#!/usr/bin/env bash
# Builds everything, checks the format, runs all tests, and tries the packages.
#
#   ./test.sh             runs what this machine can run and says what it skipped and why
#   ./test.sh --install   first installs the Debian packages some tests need (as root); CI=true does the same
#
# The last line says: N passed, N failed, N skipped
set -u
cd "$(dirname "$0")" || exit 1

install=false
[ "${CI:-}" = "true" ] && install=true
for argument in "$@"; do
  case "$argument" in
    --install) install=true ;;
    *) echo "usage: ./test.sh [--install]" >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
results=$(mktemp -d)
policy=/usr/sbin/policy-rc.d
policy_before=""
cleanup() {
  case "$policy_before" in
    none) rm -f "$policy" ;;
    saved) mv -f "$policy.before-tests" "$policy" ;;
  esac
  rm -rf "$results"
  return 0
}
trap cleanup EXIT

# What the tests use beyond the .NET SDK: package, the program to look for, what is skipped without it.
needs="tcpd:tcpdmatch:hosts.deny judged by tcp wrappers
iproute2:ip:network namespaces
nftables:nft:nftables with real packets, in network namespaces
iptables:iptables:iptables with real packets, in network namespaces
ipset:ipset:sets of ipset with real packets, in network namespaces
firewalld:firewalld:a firewalld of its own, in a network namespace
dbus:dbus-daemon:the D-Bus that firewalld of its own is on
util-linux:unshare:mount namespaces
passwd:passwd:accounts locked in a copy of /etc
fail2ban:fail2ban-client:a fail2ban of its own, in a network namespace, and its reading of jails
python3:python3:senders in another language
openssl:openssl:agent upgrade packages, made and signed as an administrator does
nats-server:nats-server:fleets on a NATS server
chromium:chromium:the dashboard's page in a browser
gcc libc6-dev:gcc:the tool as a native program
unzip:unzip:a look into the packages
systemd:systemd-analyze:how exposed the service is
mandoc:mandoc:manual pages without mistakes
fish:fish:completions asked of fish
zsh:zsh:completions asked of zsh
rpm:rpmbuild:packages for RPM systems
lintian:lintian:the Debian package in the eyes of Debian"

missing=""
while IFS=: read -r package program what; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null 2>&1 && continue
  missing="$missing $package"
  [ "$install" = true ] || echo "skipping: $what ($program is not here; ./test.sh --install installs $package)"
done <<EOF
$needs
EOF

if [ "$install" = true ] && [ -n "$missing" ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "skipping: what needs$missing (installing takes root and apt-get)"
  else
    # No service may start because a package was installed: for the run, every start is answered with 101, "not allowed".
    if [ -e "$policy" ]; then mv -f "$policy" "$policy.before-tests" && policy_before=saved; else policy_before=none; fi
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing; } >"$results/apt.log" 2>&1 ||
      { echo "skipping: what needs$missing (installing failed:)"; tail -n 5 "$results/apt.log"; }
  fi
fi
[ "$(id -u)" -eq 0 ] || echo "skipping: what needs root (namespaces, owners, bind mounts)"

failed_steps=0
fail_step() {
  grep -E 'error|warning|rror:' "$results/step.log" | sort -u | head -n 40
  tail -n 5 "$results/step.log"
  failed_steps=$((failed_steps + 1))
  return 1
}

step() {
  echo "== $1"
  shift
  timeout 1800 "$@" >"$results/step.log" 2>&1 || fail_step
}

# The tests of the tool then run the program that is deployed; without it the one that needs the .NET runtime.
native_tool() {
  local rid
  case "$(uname -s) $(uname -m)" in
    "Linux x86_64") rid=linux-x64 ;;
    "Linux aarch64") rid=linux-arm64 ;;
    *) echo "skipping: the tool as a native program (it is tried on Linux only)"; return ;;
  esac
  command -v gcc >/dev/null 2>&1 || return
  rm -rf artifacts/native
  echo "== the tool as a native program"
  if timeout 900 dotnet publish src/ActiveResponse.Tool -c Release -r "$rid" -p:ArtifactsPath="$PWD/artifacts/native-build" -o artifacts/native >"$results/step.log" 2>&1 &&
    [ ! -e artifacts/native/active-response.dll ]; then
    export ACTIVE_RESPONSE_TOOL="$PWD/artifacts/native/active-response"
  elif grep -qE 'error NU1(101|102|103|301)' "$results/step.log"; then
    echo "skipping: the tool as a native program (its compiler can't be restored:)"
    grep -m 1 'error NU1' "$results/step.log"
  else
    fail_step
  fi
}

passed=0 failed=0 skipped=0
if step "build (warnings are errors)" dotnet build ActiveResponse.Core.sln -c Release; then
  step "layout" sh -c 'dotnet tool restore && dotnet csharpier check .'
  step "format" dotnet format ActiveResponse.Core.sln --no-restore --verify-no-changes
  native_tool
  for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    echo "== $name"
    timeout 2400 dotnet test "$project" -c Release --no-build --logger "trx;LogFileName=$results/$name.trx" \
      --blame-hang --blame-hang-timeout 10m --results-directory "$results/$name" >"$results/$name.log" 2>&1
    status=$?
    grep -vE '^(Test run for|VSTest version|Copyright|Starting test execution|A total of|Results File:|Attachments:|$)' "$results/$name.log" | tail -n 60
    counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null | head -n 1)
    of() { echo "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
    if [ -z "$counters" ]; then
      echo "$name ran no test"
      failed_steps=$((failed_steps + 1))
      continue
    fi
    run=$(of executed) total=$(of total) ok=$(of passed)
    passed=$((passed + ok)) failed=$((failed + run - ok)) skipped=$((skipped + total - run))
    # Which tests were skipped or failed, and why, in a line each: what is printed above is cut.
    awk '/<UnitTestResult / { match($0, /testName="[^"]*"/); name = substr($0, RSTART + 10, RLENGTH - 11)
           word = /outcome="NotExecuted"/ ? "skipped: " : /outcome="Failed"/ ? "failed: " : "" }
         word != "" && /<Message>/ { gsub(/.*<Message>|<\/Message>.*/, ""); print word name ": " substr($0, 1, 300); word = "" }' "$results/$name.trx"
    [ "$status" -eq 0 ] || [ "$run" -gt "$ok" ] || failed_steps=$((failed_steps + 1))
  done
  step "packages: packed, restored and run outside of the solution" .ci/packages
  # Minutes, and a Debian from the network: only on request.
  [ -z "${ACTIVE_RESPONSE_FIELD:-}" ] || step "the package on a Debian with a real systemd" .ci/field
fi

failed=$((failed + failed_steps))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
