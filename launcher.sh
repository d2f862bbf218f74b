# Sourced by the launchers: where Java is, and when and how to build.
# They set: name (of the command), home, module, built (a file as old as the last build) and
# fetches (what the first build loads).

fail() {
  echo "$name: $1" >&2
  exit "${2:-1}"
}

# A JDK of version 17 or later: JAVA_HOME first, then the path.
find_java() {
  local java version
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] || continue
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    if [ "${version:-0}" -ge 17 ]; then
      echo "$java"
      return
    fi
  done
  fail "a JDK 17 or later is needed, but none was found; install one or set JAVA_HOME"
}

# Whether the program is missing or older than its sources.
stale() {
  [ ! -f "$built" ] || [ -n "$(find "$home/pom.xml" "$home"/{core,"$module"}/pom.xml "$home"/{core,"$module"}/src/main -newer "$built" -print -quit)" ]
}

# Builds core and the module; arguments go to Maven.
build() {
  command -v mvn >/dev/null || fail "Maven is needed to build the program once; install it (mvn)"
  echo "$name: building once; the first time fetches about $fetches" >&2
  local log=$home/$module/target/build.log
  mkdir -p "$home/$module/target"
  if ! (cd "$home" && JAVA_HOME=${java%/bin/java} mvn -q -B "$@" -pl "core,$module" -DskipTests -Dspotless.check.skip=true ${RESNET4J_MAVEN_ARGS:-} package) >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "the build failed; the whole log is in $log"
  fi
  touch "$built"
}
