package org.resnet4j.app.flags;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Limits;
import org.resnet4j.model.Hints;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags that say where and how to compute. */
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
          "auto, fp32 or bf16 (default: ${DEFAULT-VALUE}: bf16 where it is fast); to predict and"
              + " evaluate also int8, which auto takes for weights in 8 bits.")
  private String precision = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: the physical cores).")
  private @Nullable Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  public Device device() {
    return Device.named(device);
  }

  public Precision precision() {
    return Precision.named(precision, device());
  }

  /** How to load and compute weights with these flags, knowing some things of them. */
  InferenceOptions options(Hints hints) {
    boolean asTheFile = precision.equals("auto") || precision.equals(INT8);
    return new InferenceOptions(
        Catalog.standard(),
        hints,
        device(),
        asTheFile ? null : precision(),
        threads(),
        Limits.DEFAULT);
  }

  /**
   * Refuses a model that is not in the numbers that were asked for.
   *
   * @throws IllegalArgumentException if 8 bits were, and it has none; it is closed
   */
  void requireNumbers(Model model) {
    if (precision.equals(INT8) && model.quantisation().isEmpty()) {
      model.close();
      throw new IllegalArgumentException(
          device() == Device.CPU
              ? "--precision int8 needs weights in 8 bits: make them with 'resnet quantize'"
              : "--precision int8 is computed on the processor only: add --device cpu");
    }
  }

  /**
   * The number of threads; says so if there are fewer processors than were asked for.
   *
   * @throws IllegalArgumentException if none was asked for
   */
  public int threads() {
    return threads(Torch.physicalCores());
  }

  /** As above, with what counts where {@code --threads} is left out. */
  public int threads(int otherwise) {
    int wanted = threads == null ? otherwise : threads;
    int usable = Torch.usable(wanted);
    if (usable < wanted) {
      command
          .commandLine()
          .getErr()
          .println(
              "resnet: "
                  + usable
                  + " threads compute, not "
                  + wanted
                  + ": this process may use "
                  + usable
                  + " processors");
      threads = usable;
    }
    return usable;
  }
}
