package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler requires every interpreter of a language to handle what is added to it. */
class CompletenessTest {
  private static final Path SOURCES = Path.of("src/main/java/org/resnet4j");

  @TempDir Path out;

  @Test
  void anOperationDoesNotCompileBeforeAllThatTreatOperationsKnowIt() throws Exception {
    String operation = Files.readString(SOURCES.resolve("compiled/graph/Operation.java"));
    String extended =
        operation
            .replace(
                "  interface Cases<R> {", "  interface Cases<R> { R novelty(Step s, Novelty n);")
            .replaceFirst(
                "(?s)}\\s*$",
                """
                  record Novelty() implements Plain {
                    @Override public String describe() { return "new"; }
                    @Override public Traits traits() {
                      return new Traits(EightBits.NONE, Sign.ANY, false, false);
                    }
                    @Override public <R> R accept(Cases<R> cases, Step step) {
                      return cases.novelty(step, this);
                    }
                  }
                }
                """);

    assertThat(incomplete("compiled/graph/Operation.java", extended, "Cases<", "novelty"))
        .containsExactlyInAnyOrder(
            "compiled/graph/Fusion.java",
            "compiled/plan/Kernels.java",
            "compiled/gradient/Passes.java",
            "export/onnx/OnnxSteps.java");
  }

  @Test
  void aPrimitiveDoesNotCompileBeforeAllInterpretersOfTheTreeKnowIt() throws Exception {
    String ops = Files.readString(SOURCES.resolve("layer/Ops.java"));
    String extended =
        ops.replace("public interface Ops<T> {", "public interface Ops<T> { T novelty(T x);");

    assertThat(incomplete("layer/Ops.java", extended, "implements Ops<", "novelty"))
        .containsExactlyInAnyOrder(
            "arch/cost/CostOps.java",
            "arch/cost/Shapes.java",
            "compiled/graph/GraphOps.java",
            "export/torchscript/TorchScriptOps.java",
            "torch/ScaledBy.java",
            "torch/TorchOps.java");
  }

  /** Else an unhandled operation would take the branch after the last of them. */
  @Test
  void nobodyGoesThroughKindsOfOperationsOneByOne() throws Exception {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> read(file).matches("(?s).*(instanceof\\s+Operation\\..*){2}")))
          .isEmpty();
    }
  }

  /** The files of those with a marker in their source that do not compile with a changed file. */
  private Set<String> incomplete(String changed, String text, String marker, String missing)
      throws IOException {
    List<Path> interpreters;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      interpreters =
          files
              .filter(file -> file.toString().endsWith(".java") && read(file).contains(marker))
              .filter(file -> !file.equals(SOURCES.resolve(changed)))
              .toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(found, Locale.ROOT, null)) {
      Iterable<? extends JavaFileObject> units =
          Stream.concat(
                  Stream.of(new Source(changed, text)),
                  interpreters.stream()
                      .map(file -> new Source(SOURCES.relativize(file).toString(), read(file))))
              .toList();
      List<String> options =
          List.of(
              "-proc:none",
              "-implicit:none",
              "-Xlint:none",
              "-d",
              out.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      assertThat(compiler.getTask(null, manager, found, options, null, units).call()).isFalse();
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .filter(diagnostic -> diagnostic.getMessage(Locale.ROOT).contains(missing))
        .map(diagnostic -> diagnostic.getSource().getName().substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("string:///" + path.replace('\\', '/')), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
