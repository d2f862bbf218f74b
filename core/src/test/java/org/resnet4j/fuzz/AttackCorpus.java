package org.resnet4j.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.resnet4j.image.ImageException;

/** Reads the hostile files of a family, and says of each how it ended and what it cost. */
public final class AttackCorpus {
  /** Truncated files are tried at so many lengths. */
  private static final int CUTS = 24;

  private static final Path STATUS = Path.of("/proc/self/status");

  private AttackCorpus() {}

  /** Hostile files that are read in one process. */
  enum Family {
    SAFETENSORS(WeightAttacks::safetensors, Target.SAFETENSORS),
    PICKLE(WeightAttacks::pickles, Target.LEGACY),
    ZIP(WeightAttacks::zips, Target.ZIP),
    NAMES(WeightAttacks::names, Target.NAMES),
    MODEL(ModelAttacks::all, Target.MODEL),
    JPEG(PictureAttacks::jpeg, Target.JPEG),
    PNG(PictureAttacks::png, Target.PNG),
    GIF(PictureAttacks::gif, Target.GIF),
    BMP(PictureAttacks::bmp, Target.BMP),
    WEBP(PictureAttacks::webp, Target.WEBP);

    private final Supplier<List<Attack>> made;
    private final Target target;

    Family(Supplier<List<Attack>> made, Target target) {
      this.made = made;
      this.target = target;
    }

    /** Those that are made, and each valid file whole and cut at many places. */
    List<Attack> attacks() {
      List<Attack> all = new ArrayList<>(made.get());
      for (Path file : Corpus.valid(target)) {
        String name = file.getFileName().toString();
        byte[] bytes = bytes(file);
        all.add(new Attack("valid/" + name, () -> bytes, target::parse, false));
        for (int i = 0; i < CUTS; i++) {
          int length = (int) ((long) bytes.length * i / CUTS);
          Supplier<byte[]> cut = () -> Arrays.copyOf(bytes, length);
          all.add(new Attack("cut/" + name + "/" + length, cut, target::parse, false));
        }
      }
      return all;
    }
  }

  /**
   * Prints a line for each file: name, bytes, outcome, message, seconds, seconds of computing, heap
   * and native MB.
   */
  public static void main(String[] arguments) throws IOException {
    Family family = Family.valueOf(arguments[0]);
    for (Path file : Corpus.of(family.target)) {
      family.target.feed(Files.readAllBytes(file)); // loads what is needed, at nobody's cost
    }
    for (Attack attack : family.attacks()) {
      measure(attack);
    }
  }

  private static void measure(Attack attack) {
    byte[] file = attack.bytes().get();
    System.gc();
    long heap = heap(MemoryPoolMXBean::getUsage);
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long resident = resetPeakResident();
    String outcome = "read";
    String message = "";
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    try {
      attack.reader().read(file);
    } catch (IOException | RuntimeException | Error e) {
      boolean hidden =
          e instanceof ImageException
              && e.getCause() instanceof RuntimeException
              && !(e.getCause() instanceof ImageException);
      outcome = e.getClass().getSimpleName() + (hidden ? " of " + e.getCause() : "");
      message = String.valueOf(e.getMessage());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuNanos() - cpuStart) / 1e9;
    double heapMb = (heap(MemoryPoolMXBean::getPeakUsage) - heap) / 1e6;
    double nativeMb = Math.max(0, kilobytes("VmHWM") - resident) / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%s\t%d\t%b\t%s\t%s\t%.3f\t%.3f\t%.1f\t%.1f%n",
        attack.name(),
        file.length,
        attack.refused(),
        outcome,
        escaped(message),
        seconds,
        cpuSeconds,
        heapMb,
        nativeMb);
  }

  /** What all threads of this process computed, those that collect garbage and compile included. */
  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** With what would break the line made visible. */
  private static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              boolean harmless = !Character.isISOControl(c) && c != 0x2028 && c != 0x2029;
              line.append(harmless ? String.valueOf((char) c) : "<%02x>".formatted(c));
            });
    return line.toString();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long heap(java.util.function.Function<MemoryPoolMXBean, MemoryUsage> usage) {
    ToLongFunction<MemoryPoolMXBean> used = pool -> usage.apply(pool).getUsed();
    return pools().stream().mapToLong(used).sum();
  }

  /** Where the system can, its record of the most resident memory begins anew. */
  private static long resetPeakResident() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      return kilobytes("VmHWM");
    } catch (IOException e) {
      return 0;
    }
  }

  private static long kilobytes(String name) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Arrays.stream(
            new String(bytes(STATUS), java.nio.charset.StandardCharsets.US_ASCII).split("\n"))
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
