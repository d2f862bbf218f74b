package org.resnet4j.app;

import org.jspecify.annotations.Nullable;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Option;

/** The flags that say where and how to compute. */
final class ComputeFlags {
  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--precision",
      defaultValue = "auto",
      description = "auto, fp32 or bf16 (default: ${DEFAULT-VALUE}: bf16 where it is fast).")
  private String precision = "auto";

  @Option(names = "--threads", description = "Threads that compute (default: the physical cores).")
  private @Nullable Integer threads;

  Device device() {
    return Device.named(device);
  }

  Precision precision() {
    return Precision.named(precision, device());
  }

  /**
   * The number of threads.
   *
   * @throws IllegalArgumentException if none was asked for, or more than there are processors
   */
  int threads() {
    if (threads == null) {
      return Torch.physicalCores();
    }
    int most = Runtime.getRuntime().availableProcessors();
    if (threads < 1 || threads > most) {
      throw new IllegalArgumentException("--threads must be 1 to " + most + ", not " + threads);
    }
    return threads;
  }
}
