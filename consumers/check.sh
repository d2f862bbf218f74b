#!/usr/bin/env bash
# Checks that external programs can use the library by one dependency, with Maven and with Gradle:
# installs this project into an empty repository, and runs an external program that predicts,
# fine-tunes and exports on every JDK that it finds, from the class path and from the module path.
# All must give the same answers.
# Usage: consumers/check.sh [ARTIFACT]   resnet4j-natives-SYSTEM (default), or resnet4j-platform
set -euo pipefail

consumers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap '[ $? = 0 ] && rm -rf "$work" || echo "check.sh: $work is left for a look" >&2' EXIT
case $(uname -sm) in
  "Linux x86_64") system=linux-x86_64 ;;
  "Darwin arm64") system=macosx-arm64 ;;
  "Darwin x86_64") system=macosx-x86_64 ;;
  *) echo "check.sh: no native libraries exist for $(uname -sm)" >&2 && exit 1 ;;
esac
artifact=${1:-resnet4j-natives-$system}
case $artifact in
  "resnet4j-natives-$system") modules=(-pl "natives/$system" -am) ;;
  *) modules=(-pl "natives/platform" -am -Prelease -Dmaven.javadoc.skip) ;;
esac
export RESNET4J_NATIVES=$work/natives
repository=-Dmaven.repo.local=$work/repository

say() { echo "check.sh: $*" >&2; }

say "installs into $work/repository"
(cd "$consumers/.." && mvn -q -B "$repository" -Dmaven.test.skip "${modules[@]}" install)

say "builds with Maven"
cp -r "$consumers/maven" "$consumers/gradle" "$work"
(cd "$work/maven" && mvn -q -B "$repository" -Dresnet4j="$artifact" package)
programs=("$work/maven/target/lib")
if command -v gradle >/dev/null; then
  say "builds with $(gradle --version | grep '^Gradle')"
  gradle -q -p "$work/gradle" -g "$work/gradle-home" --no-daemon "$repository" \
    -Presnet4j="$artifact" lib
  programs+=("$work/gradle/build/lib")
else
  say "leaves Gradle out: it is not installed"
fi

java "$consumers/Pictures.java" "$work/pictures"
say "copies the libraries to a module path"
mkdir "$work/modules" "$work/program"
cp "${programs[0]}"/*.jar "$work/modules"
mv "$work"/modules/consumer*.jar "$work/program"
runs=0
for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" /usr/lib/jvm/*/bin/java; do
  [ -x "$java" ] || continue
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "$version" -ge 17 ] && [ ! -e "$work/$version" ] || continue
  for program in "${programs[@]}" "$work/program"; do
    runs=$((runs + 1))
    out=$work/$version/$runs
    mkdir -p "$out"
    path=()
    [ "$program" != "$work/program" ] || path=(-p "$work/modules" --add-modules ALL-MODULE-PATH)
    say "runs $program on JDK $version"
    "$java" ${path[@]+"${path[@]}"} -cp "$program/*" Consumer "$work/pictures" "$out" 2>"$out/errors" |
      tee "$work/answer.$runs" ||
      { cat "$out/errors" >&2 && exit 1; }
    cmp "$work/answer.1" "$work/answer.$runs"
    cmp "$work"/*/1/model.onnx "$out/model.onnx"
  done
done
[ $runs -gt 0 ] || { say "found no JDK of version 17 or later" && exit 1; }
say "$runs runs, all with the same answers"
