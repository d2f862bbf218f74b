# Sourced by the launchers: where Java is, and when and how to build.
# They set: name (of the command), home, module, jar, built (a file as old as the last build) and
# fetches (what the first build loads).

fail() {
  echo "$name: $1" >&2
  exit "${2:-1}"
}

# A prediction or a training has some 40 files open.
least_files=64
files=$(ulimit -n)
[ "$files" = unlimited ] || [ "$files" -ge $least_files ] ||
  fail "only $files files may be open here, but $least_files are needed: raise the limit (ulimit -n)"

# A JDK of version 17 or later: JAVA_HOME first, then the path.
find_java() {
  local java output version broken= old=
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] || continue
    if ! output=$("$java" -version 2>&1); then
      broken=${broken:-"$java does not start: $(grep -v '^Error occurred during' <<<"$output" | head -n 1)"}
      continue
    fi
    version=$(sed -n 's/.* version "\([0-9]*\).*/\1/p' <<<"$output" | head -n 1)
    if [ "${version:-0}" -ge 17 ]; then
      echo "$java"
      return
    fi
    old=${old:-"$java has version ${version:-unknown}"}
  done
  [ -z "$broken" ] || fail "$broken"
  fail "expected a JDK 17 or later, ${old:-found none}: install one or set JAVA_HOME"
}

# Whether the program is missing or older than its sources.
stale() {
  [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" "$home"/{demo,core,natives,"$module"}/pom.xml "$home"/{demo,core,"$module"}/src/main -newer "$built" -print -quit)" ]
}

# What a build does now, by its log.
building() {
  local line fetched
  line=$(tail -n 1 "$1")
  fetched=$(sed -n 's/.*Downloaded from .*(\([0-9.]*\) \([kM]\)B at .*/\1 \2/p' "$1" |
    awk '{ sum += $2 == "M" ? $1 : $1 / 1000 } END { printf "%d", sum }')
  case $line in
    *Download*) echo "fetched $fetched MB of about $fetches, now $(sed 's/.*: [^ ]*\/\([^ /]*\).*/\1/' <<<"$line")" ;;
    *) echo "building" ;;
  esac
}

# Ends Maven, and removes a jar that may be half made, when a signal ends the launcher.
stop_building() {
  kill "$1" 2>/dev/null || true
  wait "$1" || true
  rm -f "$jar" "$built"
  exit "$2"
}

# Builds the module and those that it needs; arguments go to Maven. What it does is said every few seconds. An end
# before its time leaves no jar, which would be taken for a finished program.
build() {
  command -v mvn >/dev/null || fail "Maven is needed to build the program once; install it (mvn)"
  echo "$name: building once; the first time fetches about $fetches" >&2
  local log=$home/$module/target/build.log seconds=0 maven
  mkdir -p "$home/$module/target"
  (cd "$home" && JAVA_HOME=${java%/bin/java} exec mvn -B "$@" -pl "$module" -am -DskipTests -Dspotless.check.skip=true ${RESNET4J_MAVEN_ARGS:-} package) >"$log" 2>&1 &
  maven=$!
  trap "stop_building $maven 129" HUP
  trap "stop_building $maven 130" INT
  trap "stop_building $maven 143" TERM
  while kill -0 $maven 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    [ $((seconds % 5)) != 0 ] || echo "$name: $seconds s: $(building "$log")" >&2
  done
  if ! wait $maven; then
    rm -f "$jar" "$built"
    tail -n 20 "$log" >&2
    fail "the build failed; the whole log is in $log"
  fi
  trap - HUP INT TERM
  touch "$built"
}

# What to put before a command of Java where the locale is C or POSIX, as in most containers: Java
# would take the names of files for ASCII. A system without C.UTF-8 stays as it is.
utf8_names() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) echo "env LC_ALL=C.UTF-8" ;;
  esac
}
