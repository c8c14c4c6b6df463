#!/usr/bin/env bash
# Makes packages of the native tool for Linux: what an operator installs.
#
#   ./package.sh                      all that this machine can make, in artifacts/linux
#   ./package.sh deb tar              these only
#   ./package.sh --out DIR            elsewhere
#   ./package.sh --binary DIR         of a tool that "dotnet publish -r linux-x64 -o DIR" made, instead of publishing it
#
# Whoever releases sets PACKAGE_MAINTAINER="Name <address>". The same commit and the same tool make the same bytes: all times are those of the commit (or SOURCE_DATE_EPOCH).
set -eu
cd "$(dirname "$0")"
umask 022
export LC_ALL=C TZ=UTC DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

out=artifacts/linux binary="" kinds=""
maintainer=${PACKAGE_MAINTAINER:-The ActiveResponse.Core authors <root@localhost>}
case "$maintainer" in *[\|\&\\]* | *"
"*) echo "error: PACKAGE_MAINTAINER is a name and an address in a line" >&2; exit 2 ;; esac
usage() { echo "usage: ./package.sh [--out DIR] [--binary DIR] [deb|rpm|tar|all]..." >&2; exit 2; }
fail() { echo "error: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --out) [ $# -gt 1 ] || usage; out=$2; shift ;;
    --binary) [ $# -gt 1 ] || usage; binary=$2; shift ;;
    deb | rpm | tar) kinds="$kinds $1" ;;
    all) kinds="$kinds deb rpm tar" ;;
    *) usage ;;
  esac
  shift
done
kinds=${kinds:-" deb rpm tar"}

case "$(uname -s) $(uname -m)" in
  "Linux x86_64") rid=linux-x64 deb_arch=amd64 rpm_arch=x86_64 ;;
  "Linux aarch64") rid=linux-arm64 deb_arch=arm64 rpm_arch=aarch64 ;;
  *) fail "packages are made on Linux, x86-64 or arm64" ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null) || fail "there is no commit to take the time from: set SOURCE_DATE_EPOCH"
fi
export SOURCE_DATE_EPOCH

# --- What is packed ---------------------------------------------------------------------------------------------------------------------
if [ -z "$binary" ]; then
  binary=artifacts/linux-tool
  rm -rf "$binary"
  dotnet publish src/ActiveResponse.Tool -c Release -r "$rid" -p:ArtifactsPath="$PWD/artifacts/native-build" -o "$binary" >"$scratch/log" 2>&1 ||
    { tail -n 20 "$scratch/log" >&2; fail "the tool can't be published"; }
fi
tool=$binary/active-response
[ -x "$tool" ] && [ -f "$binary/libe_sqlite3.so" ] || fail "$binary has no active-response with its libe_sqlite3.so"
[ ! -e "$binary/active-response.dll" ] || fail "$binary has a tool that needs the .NET runtime: publish it with -r $rid"
version=$("$tool" --version)
version=${version%%+*}
# A pre-release is older than its release: 0.1.0~alpha.0.5 for 0.1.0-alpha.0.5.
package_version=$(echo "$version" | sed 's/-/~/; s/-/./g')

root=$scratch/root
put() { install -D -m "$1" "$2" "$root/$3"; }
zipped() { mkdir -p "$(dirname "$root/$2")" && gzip -9n <"$1" >"$root/$2" && chmod 644 "$root/$2"; }

put 755 "$tool" usr/lib/active-response/active-response
put 644 "$binary/libe_sqlite3.so" usr/lib/active-response/libe_sqlite3.so
mkdir -p "$root/usr/bin"
ln -s ../lib/active-response/active-response "$root/usr/bin/active-response"
for part in packaging/systemd/drop-ins/*.conf; do put 644 "$part" "usr/share/doc/active-response/drop-ins/$(basename "$part")"; done
for unit in packaging/systemd/*.service; do put 644 "$unit" "usr/lib/systemd/system/$(basename "$unit")"; done
put 644 packaging/etc/tmpfiles.conf usr/lib/tmpfiles.d/active-response.conf
put 644 packaging/etc/active-response.json etc/active-response/active-response.json
put 644 packaging/etc/ossec.conf etc/active-response/ossec.conf
put 644 packaging/etc/logrotate etc/logrotate.d/active-response

"$tool" system-files "$scratch/made" docs/tool.md
for page in "$scratch"/made/man/*/*; do zipped "$page" "usr/share/man/$(basename "$(dirname "$page")")/$(basename "$page").gz"; done
put 644 "$scratch/made/bash/active-response" usr/share/bash-completion/completions/active-response
put 644 "$scratch/made/fish/active-response.fish" usr/share/fish/vendor_completions.d/active-response.fish
put 644 "$scratch/made/zsh/_active-response" usr/share/zsh/vendor-completions/_active-response

# What is in the program, by name and version. Whoever packs twice takes the first list for the second.
if [ -f "$binary/bom.cdx.json" ]; then
  cp "$binary/bom.cdx.json" "$scratch/bom.cdx.json"
else
  { dotnet tool restore && dotnet restore src/ActiveResponse.Tool &&
    dotnet dotnet-CycloneDX src/ActiveResponse.Tool/ActiveResponse.Tool.csproj -o "$scratch" -fn bom.cdx.json -F Json -dpr -ipr \
      --set-nuget-purl -sn active-response -sv "$version" -st Application -ns; } >"$scratch/log" 2>&1 ||
    { tail -n 20 "$scratch/log" >&2; fail "the list of what is in the tool can't be made"; }
fi
moment=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
sed -i "s/0\.0\.0-not-known-yet/$version/g; s/\"timestamp\": *\"[^\"]*\"/\"timestamp\": \"$moment\"/" "$scratch/bom.cdx.json"
doc=usr/share/doc/active-response
put 644 "$scratch/bom.cdx.json" "$doc/bom.cdx.json"
put 644 packaging/copyright "$doc/copyright"
put 644 packaging/Apache-2.0.txt "$doc/Apache-2.0.txt"
notices=$(dirname "$(readlink -f "$(command -v dotnet)")")/ThirdPartyNotices.txt
[ -f "$notices" ] || fail "the notices of the .NET runtime are not at $notices"
zipped "$notices" "$doc/dotnet-notices.gz"
notices=$(ls -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.aspnetcore.app.runtime.$rid"/*/THIRD-PARTY-NOTICES.TXT 2>/dev/null | sort -V | tail -n 1)
[ -f "$notices" ] || fail "the notices of ASP.NET Core are not here: publish the tool on this machine"
zipped "$notices" "$doc/aspnetcore-notices.gz"
zipped CHANGELOG.md "$doc/changelog.gz"

settle() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }
settle "$root"
mkdir -p "$out"

# --- deb --------------------------------------------------------------------------------------------------------------------------------
make_deb() {
  command -v dpkg-deb >/dev/null 2>&1 || { echo "skipping: the .deb (dpkg-deb is not here: install dpkg)"; return; }
  local tree=$scratch/deb file=active-response_${package_version}-1_$deb_arch.deb
  cp -a "$root" "$tree"
  # Debian has the text at a place of its own.
  rm "$tree/$doc/Apache-2.0.txt"
  mkdir -p "$tree/DEBIAN" "$tree/usr/share/lintian/overrides"
  cat >"$scratch/changelog" <<TEXT
active-response (${package_version}-1) unstable; urgency=medium

  * Version $version; what changed is in changelog.gz.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
TEXT
  gzip -9n <"$scratch/changelog" >"$tree/$doc/changelog.Debian.gz"
  install -m 644 packaging/deb/lintian-overrides "$tree/usr/share/lintian/overrides/active-response"
  sed "s/@VERSION@/${package_version}-1/; s/@ARCHITECTURE@/$deb_arch/; s|@MAINTAINER@|$maintainer|
    s/@SIZE@/$(du -sk --apparent-size "$root" | cut -f 1)/" packaging/deb/control >"$tree/DEBIAN/control"
  (cd "$root" && find etc -type f | sort | sed 's|^|/|') >"$tree/DEBIAN/conffiles"
  for script in postinst prerm postrm; do install -m 755 "packaging/deb/$script" "$tree/DEBIAN/$script"; done
  (cd "$tree" && find usr -type f | sort | xargs md5sum) >"$tree/DEBIAN/md5sums"
  chmod 644 "$tree"/DEBIAN/{control,conffiles,md5sums} "$tree/$doc/changelog.Debian.gz"
  settle "$tree"
  dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$tree" "$out/$file" >/dev/null
  echo "$out/$file"
}

# --- rpm --------------------------------------------------------------------------------------------------------------------------------
make_rpm() {
  command -v rpmbuild >/dev/null 2>&1 || { echo "skipping: the .rpm (rpmbuild is not here: install rpm)"; return; }
  local tree=$scratch/rpm top=$scratch/rpmbuild
  cp -a "$root" "$tree"
  # Where Fedora and its kin look.
  mkdir -p "$tree/usr/share/zsh/site-functions" "$tree/usr/share/licenses/active-response"
  mv "$tree/usr/share/zsh/vendor-completions/_active-response" "$tree/usr/share/zsh/site-functions/"
  mv "$tree/$doc/copyright" "$tree/$doc/Apache-2.0.txt" "$tree/usr/share/licenses/active-response"
  rmdir "$tree/usr/share/zsh/vendor-completions"
  settle "$tree"
  mkdir -p "$top/BUILD" "$top/RPMS" "$top/SPECS"
  {
    sed "s/@VERSION@/$package_version/" packaging/rpm/active-response.spec
    echo "%files"
    (cd "$tree" && find . -mindepth 1 \( -type f -o -type l \) | sort | sed 's|^\.||' | sed 's|^/etc/|%config(noreplace) /etc/|')
    echo "%dir /etc/active-response"
    echo "%dir /usr/lib/active-response"
  } >"$top/SPECS/active-response.spec"
  rpmbuild -bb --quiet --target "$rpm_arch" --define "_topdir $top" --define "_dbpath $top/db" --define "tree $tree" \
    --define "_buildhost localhost" --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" \
    "$top/SPECS/active-response.spec" >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log" >&2; fail "rpmbuild failed"; }
  find "$top/RPMS" -name '*.rpm' -exec cp {} "$out" \;
  (cd "$top/RPMS" && find . -name '*.rpm') | sed "s|.*/|$out/|"
}

# --- tar --------------------------------------------------------------------------------------------------------------------------------
make_tar() {
  local file=active-response-$version-$rid.tar.gz
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$root" -cf - etc usr |
    gzip -9n >"$out/$file"
  echo "$out/$file"
}

for kind in $kinds; do "make_$kind"; done
