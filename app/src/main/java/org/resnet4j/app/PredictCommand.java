package org.resnet4j.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.ComputeFlags;
import org.resnet4j.app.flags.NewFile;
import org.resnet4j.app.flags.PictureFlags;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.WorkBar;
import org.resnet4j.compiled.plan.Explanation;
import org.resnet4j.data.folder.PictureWalk;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.PngWriter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.infer.Evidence;
import org.resnet4j.infer.Prediction;
import org.resnet4j.infer.Predictor;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.model.Input;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resnet predict}: classifies pictures. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {"Classify pictures.", "Without --weights, with ResNet-20 for CIFAR-10."},
    footer = {
      "%nExamples:",
      "  resnet predict cat.jpg pictures/",
      "  resnet predict cat.jpg --weights resnet50-imagenet --top 3",
      "  resnet predict pictures/ --weights model.pth --csv > answers.csv"
    })
final class PredictCommand implements Callable<Integer> {
  private static final String WEIGHTS = "resnet20-cifar10";

  /** The least height and width of an overlay: those of small inputs show little. */
  private static final int OVERLAY = 224;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE|DIR",
      description = "Pictures, and folders of pictures, which are searched recursively.")
  private List<Path> sources = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "The number of classes to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images per batch (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(names = "--csv", description = "Print lines of file,rank,index,label,probability.")
  private boolean csv;

  @Option(
      names = "--explain",
      paramLabel = "OUT",
      description =
          "Write each picture to that folder, overlaid with the evidence for its class"
              + " (Grad-CAM).")
  private @Nullable Path explain;

  @Option(
      names = "--explain-plan",
      description =
          "Also print the compiled plan for the CPU: which operations are fused, and why the others"
              + " are not.")
  private boolean explainPlan;

  @Mixin private NewFile file = new NewFile();
  @Mixin private WeightsFlags weights = new WeightsFlags();
  @Mixin private PictureFlags pictures = new PictureFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  private final List<Answered> answers = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<Failed> failures = new ArrayList<>();
  private final Map<Path, Path> overlays = new HashMap<>();

  /** A picture and its prediction. */
  private record Answered(Path file, Prediction prediction) {}

  /** A picture that could not be read. */
  private record Failed(String file, String error) {}

  /** The result of reading a picture: the input, or the reason why there is none. */
  private record Read(Path file, @Nullable Input input, @Nullable String error) {}

  @Override
  public Integer call() throws IOException {
    requirePositive("--top", top);
    requirePositive("--batch-size", batchSize);
    if (csv && answer.isJson()) {
      throw new IllegalArgumentException("--csv and --json are mutually exclusive: choose one");
    }
    pictures.limits(); // Validates the flag before anything is read.
    List<Path> files = files();
    if (explain != null) {
      nameOverlays(files, explain);
    }
    int threads = compute.threads();
    weights.otherwise(WEIGHTS);
    try (Predictor predictor = new Predictor(weights.load(compute, answer), threads)) {
      long start = System.nanoTime();
      leftOut.forEach(answer::note); // A wrong request prints its error alone.
      if (explainPlan && !answer.isJson()) {
        plan(predictor).format().lines().forEach(answer::note);
      }
      if (csv) {
        answer.data("file,rank,index,label,probability");
      }
      predictAll(files, predictor);
      if (answer.isJson()) {
        answer.give(forPrograms(predictor, (System.nanoTime() - start) / 1e9), () -> "");
      }
    }
    return failures.isEmpty() ? 0 : Main.FAILED;
  }

  private static void requirePositive(String flag, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(flag + ": expected at least 1, got " + value);
    }
  }

  private void predictAll(List<Path> files, Predictor predictor) {
    try (WorkBar bar = new WorkBar("pictures", files.size(), answer)) {
      for (int from = 0; from < files.size(); from += batchSize) {
        List<Path> some = files.subList(from, Math.min(from + batchSize, files.size()));
        List<Answered> batch = predict(some, predictor, bar);
        bar.clear();
        show(batch);
        bar.at(from + some.size());
      }
    }
  }

  private static Explanation plan(Predictor predictor) {
    return predictor
        .explainPlan()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--explain-plan requires --device cpu: a GPU computes layer by layer"));
  }

  /** The pictures named on the command line, and those in the folders named there. */
  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path source : sources) {
      if (Files.isDirectory(source)) {
        PictureWalk walk = PictureWalk.under(source);
        files.addAll(walk.pictures());
        walk.unreadable().forEach(each -> fail(each.folder(), each.reason() + "; skipped"));
        if (!walk.leftOut().isEmpty()) {
          leftOut.add(source + ": left out: " + walk.leftOut());
        }
      } else {
        files.add(source);
      }
    }
    if (files.isEmpty()) {
      String named = sources.stream().map(Path::toString).collect(Collectors.joining(", "));
      leftOut.forEach(answer::note);
      throw new IllegalArgumentException("expected pictures, found none in " + named);
    }
    return files;
  }

  private List<Answered> predict(List<Path> files, Predictor predictor, WorkBar bar) {
    List<Path> used = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (Read read : files.parallelStream().map(file -> read(file, predictor)).toList()) {
      if (read.input() != null) {
        used.add(read.file());
        inputs.add(read.input());
      } else {
        bar.clear();
        fail(read.file(), read.error() + "; skipped");
      }
    }
    List<float[]> logits = predictor.logits(inputs);
    List<Answered> batch = new ArrayList<>();
    for (int i = 0; i < used.size(); i++) {
      Prediction prediction = Prediction.of(logits.get(i), predictor.card().classes(), top);
      batch.add(new Answered(used.get(i), prediction));
      if (explain != null) {
        Evidence evidence = predictor.explain(inputs.get(i), prediction.index());
        writeOverlay(used.get(i), evidence, predictor.card().preprocessing().frame());
      }
    }
    return batch;
  }

  /** Prints a batch as soon as it is done; JSON is printed as one object at the end. */
  private void show(List<Answered> batch) {
    if (answer.isJson()) {
      answers.addAll(batch);
    } else if (csv) {
      batch.forEach(answered -> csv(answered).forEach(answer::data));
    } else {
      batch.forEach(answered -> text(answered).forEach(answer::line));
    }
  }

  private Read read(Path file, Predictor predictor) {
    try {
      return new Read(file, predictor.card().preprocessing().input(file, pictures.limits()), null);
    } catch (ImageException e) {
      return new Read(file, null, e.getMessage());
    } catch (NoSuchFileException e) {
      return new Read(file, null, "no such file");
    } catch (AccessDeniedException e) {
      return new Read(file, null, "no permission to read it");
    } catch (IOException e) {
      return new Read(file, null, "cannot be read (" + e.getMessage() + ")");
    }
  }

  /**
   * Writes the part of a picture that the network saw, at a higher resolution, overlaid with the
   * evidence.
   */
  private void writeOverlay(Path file, Evidence evidence, ResizeCrop seen) {
    try {
      int finer = (OVERLAY + seen.height() - 1) / seen.height();
      ResizeCrop frame =
          new ResizeCrop(
              finer * seen.shortSide(),
              finer * seen.height(),
              finer * seen.width(),
              Filter.BICUBIC);
      Image picture = Decoder.decode(file, frame, pictures.limits());
      ByteBuffer png = ByteBuffer.wrap(PngWriter.encode(evidence.over(picture)));
      Path out = Objects.requireNonNull(overlays.get(file));
      AtomicFile.write(out, channel -> AtomicFile.writeFully(channel, png));
    } catch (IOException | ImageException | IllegalArgumentException e) {
      fail(file, "cannot write its overlay: " + e.getMessage());
    }
  }

  /** Gives each picture an overlay file that is unique and does not exist yet. */
  private void nameOverlays(List<Path> files, Path folder) throws IOException {
    Set<Path> taken = new HashSet<>();
    for (Path picture : files) {
      String name = picture.getFileName().toString();
      Path out = folder.resolve(name + ".explained.png");
      for (int copy = 2; !taken.add(out); copy++) {
        out = folder.resolve(name + "-" + copy + ".explained.png");
      }
      file.requireFree(out, "--explain");
      overlays.put(picture, out);
    }
  }

  private void fail(Path file, String error) {
    failures.add(new Failed(file.toString(), error));
    answer.warn(file + ": " + error);
  }

  private Map<String, Object> forPrograms(Predictor predictor, double seconds) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("weights", weights.name());
    object.put("model", predictor.card().model());
    object.put("precision", predictor.numbers());
    object.put("images", answers.size());
    object.put("seconds", seconds);
    object.put("predictions", answers.stream().map(PredictCommand::object).toList());
    object.put("failed", failures);
    if (explainPlan) {
      object.put("plan", plan(predictor));
    }
    return object;
  }

  private static Map<String, Object> object(Answered answered) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", answered.file().toString());
    object.put("index", answered.prediction().index());
    object.put("label", answered.prediction().label());
    object.put("probability", answered.prediction().probability());
    object.put("top", answered.prediction().top());
    return object;
  }

  private static List<String> csv(Answered answered) {
    List<String> lines = new ArrayList<>();
    for (Prediction.Label label : answered.prediction().top()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%.6f",
              quoted(answered.file().toString()),
              lines.size() + 1,
              label.index(),
              quoted(label.label()),
              label.probability()));
    }
    return lines;
  }

  private static List<String> text(Answered answered) {
    List<String> lines = new ArrayList<>(List.of(answered.file().toString()));
    for (Prediction.Label label : answered.prediction().top()) {
      lines.add(
          String.format(Locale.ROOT, "  %6.2f %%  %s", 100 * label.probability(), label.label()));
    }
    return lines;
  }

  /** Quotes a CSV field where needed (RFC 4180). */
  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
