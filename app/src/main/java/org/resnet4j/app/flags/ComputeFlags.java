package org.resnet4j.app.flags;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Limits;
import org.resnet4j.model.Hints;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelZoo;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags for device, precision and threads. */
public final class ComputeFlags {
  private static final String INT8 = "int8";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "auto",
      description =
          "auto, fp32 or bf16 (default: ${DEFAULT-VALUE}: bf16 where the hardware has it); predict"
              + " and evaluate also take int8, which auto chooses for int8 weights.")
  private String precision = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Compute threads (default: the number of physical cores).")
  private @Nullable Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  public Device device() {
    return Device.named(device);
  }

  public Precision precision() {
    return Precision.named(precision, device());
  }

  /** Options to load and run a model with these flags and hints. */
  InferenceOptions options(Hints hints) {
    boolean asTheFile = precision.equals("auto") || precision.equals(INT8);
    return new InferenceOptions(
        Catalog.standard(),
        ModelZoo.standard(),
        hints,
        device(),
        asTheFile ? null : precision(),
        threads(),
        Limits.DEFAULT);
  }

  /**
   * Requires a model that supports the requested precision.
   *
   * @throws IllegalArgumentException if int8 was requested for a model that is not quantized, which
   *     is then closed
   */
  void requireNumbers(Model model) {
    if (precision.equals(INT8) && model.quantisation().isEmpty()) {
      model.close();
      throw new IllegalArgumentException(
          device() == Device.CPU
              ? "--precision int8 requires int8 weights: create them with 'resnet quantize'"
              : "--precision int8 runs on the CPU only: add --device cpu");
    }
  }

  /**
   * The number of threads; warns if fewer processors are available than requested.
   *
   * @throws IllegalArgumentException if fewer than 1 was requested
   */
  public int threads() {
    return threads(Torch.physicalCores());
  }

  /** As above, with a default for {@code --threads}. */
  public int threads(int otherwise) {
    int requested = threads == null ? otherwise : threads;
    int usable = Torch.usable(requested);
    if (usable < requested) {
      command
          .commandLine()
          .getErr()
          .println(
              "resnet: using "
                  + usable
                  + " threads instead of "
                  + requested
                  + ": only "
                  + usable
                  + " processors are available to this process");
      threads = usable;
    }
    return usable;
  }
}
