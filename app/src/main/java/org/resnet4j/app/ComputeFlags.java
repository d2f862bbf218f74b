package org.resnet4j.app;

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

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads of one operation (default: the physical cores).")
  private int threads;

  Device device() {
    return Device.named(device);
  }

  Precision precision() {
    return Precision.named(precision, device());
  }

  /**
   * The number of threads.
   *
   * @throws IllegalArgumentException if a negative one was asked for
   */
  int threads() {
    if (threads < 0) {
      throw new IllegalArgumentException("--threads must be at least 1, not " + threads);
    }
    return threads == 0 ? Torch.physicalCores() : threads;
  }
}
