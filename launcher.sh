# Sourced by the launchers of a working copy and of a package: finds Java, and runs resnet with it.
# They set: name (of the command); for run_resnet also jar and picture, for a trial prediction.

fail() {
  echo "$name: $1" >&2
  exit "${2:-1}"
}

# A prediction or a training opens some 40 files.
least_files=64
files=$(ulimit -n)
[ "$files" = unlimited ] || [ "$files" -ge $least_files ] ||
  fail "expected a limit of at least $least_files open files, got $files: raise it (ulimit -n)"

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

# The prefix of a Java command if the locale is C or POSIX, as in most containers: Java would decode
# file names as ASCII. It has no effect on a system without C.UTF-8.
utf8_names() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) echo "env LC_ALL=C.UTF-8" ;;
  esac
}

# Predicts a picture once and dumps the loaded classes into an archive; empty if that is not possible.
archive_classes() {
  local new=$archive.$$
  # Leftovers of killed processes.
  find "${archive%/*}" -maxdepth 1 -name 'resnet.jsa.*' -mmin +10 -delete
  echo "$name: creating a class-data archive once, so that commands start faster" >&2
  trap 'rm -f "$new"; exit 129' HUP
  trap 'rm -f "$new"; exit 130' INT
  trap 'rm -f "$new"; exit 143' TERM
  if ! "$java" $heap ${RESNET4J_JAVA_ARGS:-} "-XX:ArchiveClassesAtExit=$new" -jar "$jar" predict \
    "$picture" >/dev/null 2>&1 ||
    [ ! -s "$new" ]; then
    echo "$name: Java created no class-data archive in ${archive%/*}, so commands start slower" >&2
    rm -f "$new"
    : >"$new"
  fi
  mv -f "$new" "$archive"
  trap - HUP INT TERM
}

# Replaces this script by the command, run by the Java in $java.
run_resnet() {
  # Java's heap is small compared to tensor memory: use the simplest collector and a small initial heap.
  heap="-XX:+UseSerialGC -Xms48m"

  # A class-data archive of the classes that a prediction loads: created once after each build, and
  # silently ignored if it does not fit this Java.
  archive=${jar%/*}/resnet.jsa
  if [ ! "$archive" -nt "$jar" ] && [ -w "${jar%/*}" ]; then
    archive_classes
  fi

  # For a few pictures, the C2 compiler costs more than it gains.
  compilers=
  if [ "${1:-}" = predict ] && [ $# -lt 100 ]; then
    compilers=-XX:TieredStopAtLevel=1
    for word in "$@"; do
      [ ! -d "$word" ] || compilers=
    done
  fi

  # Measured on 2 cores (docs/results/README.md); existing settings are kept.
  # Keep freed memory instead of giving it back to the system at every step.
  export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296}
  export MALLOC_TOP_PAD_=${MALLOC_TOP_PAD_:-268435456}
  export MALLOC_MMAP_MAX_=${MALLOC_MMAP_MAX_:-0}
  # Each arena keeps its peak, and the threads of every training take another arena.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-4}
  # OpenBLAS threads only compete with those of OpenMP for the same cores.
  export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}

  # The width of a progress bar, if there is a terminal to which nothing else writes.
  columns=0
  if [ -t 2 ] && { [ -t 1 ] || [ -f /dev/fd/1 ]; }; then
    size=$(stty size <&2 2>/dev/null || true)
    columns=${size#* }
    columns=${columns:-80}
  fi
  exec $(utf8_names) "$java" $heap $compilers "-XX:SharedArchiveFile=$archive" "-Xlog:cds*=off" \
    ${RESNET4J_JAVA_ARGS:-} "-Dresnet4j.columns=$columns" -jar "$jar" "$@"
}
