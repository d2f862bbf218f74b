package org.resnet4j.app.flags;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.DownloadBar;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.FormatException;
import org.resnet4j.model.Hints;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelZoo;
import org.resnet4j.model.NoSuchWeightsException;
import org.resnet4j.model.PublishedWeights;
import org.resnet4j.text.Names;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that choose weights and supply what their file does not say. */
public final class WeightsFlags {
  private static final long MOST_NAMES = 4 << 20;

  @Option(
      names = "--weights",
      paramLabel = "FILE|NAME",
      completionCandidates = Candidates.Weights.class,
      description =
          "A file (safetensors, .pth, .pt, .th), a run folder, or a name from 'resnet weights"
              + " list', such as resnet20-cifar10.")
  private @Nullable String weights;

  @Option(
      names = "--weights-key",
      paramLabel = "NAME",
      description =
          "The network to load from a file that holds several: its key, such as state_dict_ema, or"
              + " the prefix of its tensor names.")
  private @Nullable String key;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Networks.class,
      description = "The network of the weights, if their file is ambiguous (see resnet summary).")
  private @Nullable String model;

  @Option(
      names = "--class-names",
      paramLabel = "FILE",
      description = "A text file with one class name per line, for weights without names.")
  private @Nullable Path classNames;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      hideParamSyntax = true,
      split = ",",
      description =
          "The mean subtracted from each channel, 0 to 1 (for weights that do not say it).")
  private double @Nullable [] mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      hideParamSyntax = true,
      split = ",",
      description = "The standard deviation that each channel is then divided by.")
  private double @Nullable [] std;

  @Option(
      names = "--resize",
      paramLabel = "PIXELS",
      description = "The length to which the shorter side of a picture is resized; see --crop.")
  private @Nullable Integer resize;

  @Option(
      names = "--crop",
      paramLabel = "PIXELS",
      description = "Height and width of the centre crop.")
  private @Nullable Integer crop;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Sets the weights to use if the flag is not given. */
  public void otherwise(String name) {
    if (weights == null) {
      weights = name;
    }
  }

  /**
   * The value of {@code --weights}.
   *
   * @throws ParameterException if it is missing
   */
  public String name() {
    if (weights == null || weights.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--weights is missing: expected a file or a name");
    }
    return weights;
  }

  /** The key of the network in the file; null if not given. */
  public @Nullable String key() {
    return key;
  }

  /**
   * Loads the weights; downloads published ones on first use.
   *
   * @throws org.resnet4j.io.FormatException also if they have no classification head
   */
  public Model load(ComputeFlags compute, Answer answer) throws IOException {
    Model model = load(hints -> Model.load(name(), compute.options(hints)), true, answer);
    compute.requireNumbers(model);
    return model;
  }

  /** As {@link #load(ComputeFlags, Answer)}, keeping the quantization of the file. */
  public Model load(Device device, Precision precision, Answer answer) throws IOException {
    return load(
        hints -> Model.load(name(), hints, Catalog.standard(), device, precision), true, answer);
  }

  /** As {@link #load(Device, Precision, Answer)}, without requiring a head. */
  public Model loadBackbone(Device device, Precision precision, Answer answer) throws IOException {
    return load(
        hints -> Model.load(name(), hints, Catalog.standard(), device, precision), false, answer);
  }

  @FunctionalInterface
  private interface Loading {
    Model load(Hints hints) throws IOException;
  }

  private Model load(Loading loading, boolean head, Answer answer) throws IOException {
    PublishedWeights published = ModelZoo.standard().named(name()).orElse(null);
    if (published != null && !Files.exists(Path.of(name())) && !published.isPresent()) {
      DownloadBar.fetch(published, answer);
    }
    Model model;
    try {
      model = loading.load(hints());
    } catch (NoSuchWeightsException e) {
      throw new IllegalArgumentException(
          "expected a weights file, a run folder or a name from 'resnet weights list', got "
              + e.name()
              + Names.suggestion(e.name(), Model.names()),
          e);
    }
    if (head && !model.hasHead()) {
      try (model) {
        model.requireHead();
      } catch (FormatException e) {
        throw e.in(name());
      }
    }
    model.notes().forEach(note -> answer.note(name() + ": " + note));
    if (!model.assumption().isEmpty()) {
      answer.note(
          name()
              + ": "
              + model.assumption()
              + "; to override: --model, --mean, --std, --resize, --crop, --class-names");
    }
    return model;
  }

  private Hints hints() throws IOException {
    if ((mean == null) != (std == null)) {
      throw new IllegalArgumentException(
          "--mean and --std require each other: give both or neither");
    }
    if (crop == null && resize != null) {
      throw new IllegalArgumentException(
          "--resize requires --crop: the part that the network sees");
    }
    return new Hints(
        model,
        classNames == null ? null : names(classNames),
        crop == null
            ? null
            : new ResizeCrop(resize == null ? crop : resize, crop, crop, Filter.BILINEAR),
        mean == null || std == null ? null : new Normalisation(list(mean), list(std)),
        key);
  }

  private static List<String> names(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("--class-names: there is no file " + file);
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_NAMES) {
      throw new IllegalArgumentException(
          "--class-names: expected a text file of at most 4 MB, got " + file);
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.replace("\uFEFF", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "--class-names: expected UTF-8 text, got other bytes in " + file, e);
    }
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
