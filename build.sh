# Sourced by the launchers of a working copy: decides when to build, and builds.
# They set: name (of the command), home, java, module, jar, built (a file as old as the last build)
# and fetches (the size of the first build's downloads).

# Whether the program is missing or older than its sources.
stale() {
  [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" "$home"/{demo,core,natives,"$module"}/pom.xml "$home"/{demo,core,"$module"}/src/main -newer "$built" -print -quit)" ]
}

# The current activity of a build, from its log.
building() {
  local line fetched
  line=$(tail -n 1 "$1")
  fetched=$(sed -n 's/.*Downloaded from .*(\([0-9.]*\) \([kM]\)B at .*/\1 \2/p' "$1" |
    awk '{ sum += $2 == "M" ? $1 : $1 / 1000 } END { printf "%d", sum }')
  case $line in
    *Download*) echo "downloaded $fetched MB of about $fetches, now $(sed 's/.*: [^ ]*\/\([^ /]*\).*/\1/' <<<"$line")" ;;
    *) echo "building" ;;
  esac
}

# Stops Maven and removes a jar that may be incomplete, when a signal stops the launcher.
stop_building() {
  kill "$1" 2>/dev/null || true
  wait "$1" || true
  rm -f "$jar" "$built"
  exit "$2"
}

# Builds the module and its dependencies, and prints progress every few seconds; arguments are passed to Maven.
# An interrupted build leaves no jar, which would be mistaken for a finished program.
build() {
  case $(uname -sm) in
    "Linux x86_64" | Darwin* | MINGW* | MSYS* | CYGWIN*) ;;
    *) fail "expected Linux or Windows on x86-64, or macOS, got $(uname -sm): no Java natives of libtorch exist for it" ;;
  esac
  command -v mvn >/dev/null || fail "expected Maven, found none: install it (mvn), it is needed once to build the program"
  echo "$name: building once; the first build downloads about $fetches" >&2
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
    fail "the build failed; the full log is in $log"
  fi
  trap - HUP INT TERM
  touch "$built"
}
