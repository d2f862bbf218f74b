# Sourced by the launchers, of a working copy and of a package: where Java is, and how it runs resnet.
# They set: name (of the command); for run_resnet also jar and picture, with which it is tried.

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

# What to put before a command of Java where the locale is C or POSIX, as in most containers: Java
# would take the names of files for ASCII. A system without C.UTF-8 stays as it is.
utf8_names() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) echo "env LC_ALL=C.UTF-8" ;;
  esac
}

# Lets Java predict a picture and write down what it loads; empty where that cannot be done.
archive_classes() {
  local new=$archive.$$
  # What was killed here before its end.
  find "${archive%/*}" -maxdepth 1 -name 'resnet.jsa.*' -mmin +10 -delete
  echo "$name: laying out classes once, so that commands start faster" >&2
  trap 'rm -f "$new"; exit 129' HUP
  trap 'rm -f "$new"; exit 130' INT
  trap 'rm -f "$new"; exit 143' TERM
  if ! "$java" $heap ${RESNET4J_JAVA_ARGS:-} "-XX:ArchiveClassesAtExit=$new" -jar "$jar" predict \
    "$picture" >/dev/null 2>&1 ||
    [ ! -s "$new" ]; then
    echo "$name: Java made no archive of classes in ${archive%/*}, so commands start slower" >&2
    rm -f "$new"
    : >"$new"
  fi
  mv -f "$new" "$archive"
  trap - HUP INT TERM
}

# Runs the command in place of this script, by the Java in $java.
run_resnet() {
  # Java's own memory is small beside that of tensors: the simplest collector, little at the start.
  heap="-XX:+UseSerialGC -Xms48m"

  # The classes that a prediction needs, laid out as Java keeps them: made once after each build, and
  # left unused without a word where it does not fit this Java.
  archive=${jar%/*}/resnet.jsa
  if [ ! "$archive" -nt "$jar" ] && [ -w "${jar%/*}" ]; then
    archive_classes
  fi

  # A few pictures are answered before the second of Java's compilers pays for itself.
  compilers=
  if [ "${1:-}" = predict ] && [ $# -lt 100 ]; then
    compilers=-XX:TieredStopAtLevel=1
    for word in "$@"; do
      [ ! -d "$word" ] || compilers=
    done
  fi

  # Measured on 2 cores (docs/results/README.md); what is set already stays.
  # Keep freed memory instead of giving it back to the system at every step.
  export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296}
  export MALLOC_TOP_PAD_=${MALLOC_TOP_PAD_:-268435456}
  export MALLOC_MMAP_MAX_=${MALLOC_MMAP_MAX_:-0}
  # Each arena keeps the most that it ever held, and every training brings threads that take another.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-4}
  # OpenBLAS threads beside those of OpenMP only compete for the same cores.
  export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}

  # The width for a progress bar, where somebody can see it and nothing else moves the terminal.
  columns=0
  if [ -t 2 ] && { [ -t 1 ] || [ -f /dev/fd/1 ]; }; then
    size=$(stty size <&2 2>/dev/null || true)
    columns=${size#* }
    columns=${columns:-80}
  fi
  exec $(utf8_names) "$java" $heap $compilers "-XX:SharedArchiveFile=$archive" "-Xlog:cds*=off" \
    ${RESNET4J_JAVA_ARGS:-} "-Dresnet4j.columns=$columns" -jar "$jar" "$@"
}
