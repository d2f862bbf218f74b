package org.resnet4j.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.torch.natives.Natives;

/** The libtorch of this process: its threads, CPU features and GPU. */
public final class Torch {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern BF16_FLAGS = Pattern.compile("\\b(avx512_bf16|amx_bf16)\\b");

  static {
    Natives.load();
  }

  private Torch() {}

  /**
   * Leaves convolutions to oneDNN. libtorch would try NNPACK first, a library for mobile phones,
   * which warns on standard error at each convolution on an unknown CPU.
   */
  public static void withoutNnpack() {
    torch.globalContext().setUserEnabledNNPACK(false);
  }

  /**
   * The requested number of threads, limited to the CPUs available to this process, including the
   * limits of a container. More would only compete for memory and time, and libtorch crashes with
   * some thousands.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static int usable(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, got " + threads);
    }
    return Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  /** Sets the number of threads per operation of the calling thread, limited by {@link #usable}. */
  public static void setThreads(int threads) {
    int usable = usable(threads);
    // On a thread's first query, libtorch gives it the number last set by any thread. The query may
    // come in the middle of a computation: oneDNN kernels then write beyond memory allocated for
    // fewer threads.
    torch.get_num_threads();
    torch.set_num_threads(usable);
    // OpenBLAS has separate threads, which spin beside those of OpenMP: a hundred times slower.
    openblas_full.openblas_set_num_threads(1);
  }

  /**
   * Computes in the calling thread alone, and restores its number of threads afterwards.
   *
   * <p>A thread keeps its OpenMP team for life. OpenMP counts the threads of all teams: as soon as
   * they outnumber the cores, waiting threads sleep instead of spinning, which costs a plan on all
   * cores a tenth of its speed: docs/adr/0007.
   */
  static <R> R alone(Supplier<R> work) {
    int threads = threads();
    torch.set_num_threads(1);
    try {
      return work.get();
    } finally {
      torch.set_num_threads(threads);
    }
  }

  /**
   * The number of physical cores available to this process: hyperthreads would only compete for
   * arithmetic units.
   */
  public static int physicalCores() {
    int processors = Runtime.getRuntime().availableProcessors();
    Set<String> cores = new HashSet<>();
    String socket = "";
    for (String line : cpuInfo()) {
      if (line.startsWith("physical id")) {
        socket = line;
      } else if (line.startsWith("core id")) {
        cores.add(socket + line);
      }
    }
    return cores.isEmpty() ? processors : Math.min(processors, cores.size());
  }

  /** The number of threads per operation. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** The CPU's name, with family and model; or {@code unknown}. */
  public static String processor() {
    return cpuInfo("model name")
        .map(
            name ->
                name
                    + " (family "
                    + cpuInfo("cpu family").orElse("unknown")
                    + ", model "
                    + cpuInfo("model").orElse("unknown")
                    + ")")
        .orElse("unknown");
  }

  private static Optional<String> cpuInfo(String key) {
    return cpuInfo().stream()
        .map(line -> line.split(":", 2))
        .filter(line -> line.length == 2 && line[0].strip().equals(key))
        .map(line -> line[1].strip())
        .findFirst();
  }

  /** The vector instructions that libtorch uses, for example {@code AVX512}. */
  public static String instructionSet() {
    return torch.get_cpu_capability().getString();
  }

  /** Whether the CPU multiplies bfloat16 in hardware. */
  public static boolean hasBf16Instructions() {
    return cpuInfo().stream().anyMatch(line -> BF16_FLAGS.matcher(line).find());
  }

  /** Linux's description of the CPU; empty on other systems. */
  private static List<String> cpuInfo() {
    try {
      return Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Why CUDA is unavailable, or empty if it is available. */
  public static String cudaProblem() {
    if (!torch.hasCUDA()) {
      return Context.hasCUDART()
          ? "libtorch finds no NVIDIA GPU or driver"
          : "this build has native libraries for the CPU only; build with -Pgpu for CUDA";
    }
    return "";
  }

  /** The resident memory of this process in bytes. */
  public static long residentBytes() {
    return Pointer.physicalBytes();
  }

  /** The folder of the native libraries of this process. */
  public static Path natives() {
    return Natives.folder();
  }

  /** The version of libtorch and, after a dash, of its Java binding. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** The first line of a libtorch error, without native stack frames. */
  public static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
