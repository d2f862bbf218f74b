# Sourced by the launchers of a working copy: when and how to build.
# They set: name (of the command), home, java, module, jar, built (a file as old as the last build)
# and fetches (what the first build loads).

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
  case $(uname -sm) in
    "Linux x86_64" | Darwin* | MINGW* | MSYS* | CYGWIN*) ;;
    *) fail "libtorch for Java exists for Linux and Windows on x86-64 and for macOS, not for $(uname -sm)" ;;
  esac
  command -v mvn >/dev/null || fail "Maven is needed to build the program once; install it (mvn)"
  echo "$name: building once; the first time fetches about $fetches" >&2
  local log=$home/$module/target/build.log seconds=0 maven
  mkdir -p "$home/$module/target"
  (cd "$home" && JAVA_HOME=${java%/bin/java} exec mvn -B "$@" -pl "$module" -am -Dmaven.test.skip -Dspotless.check.skip=true ${RESNET4J_MAVEN_ARGS:-} package) >"$log" 2>&1 &
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
