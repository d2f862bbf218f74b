package org.resnet4j.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Who is measured, and the environment variables of its process. */
enum Contestant {
  /** ResNet4J as it trains, in the environment that its launcher sets. */
  RESNET4J("ResNet4J", true) {
    @Override
    Rival create(int batch, int threads) {
      return new ResNet4jRival(batch, threads);
    }
  },
  /** Straightforward code on libtorch: fp32, NCHW, default allocator. */
  LIBTORCH("libtorch as is", false) {
    @Override
    Rival create(int batch, int threads) {
      return new LibtorchRival(batch, threads);
    }
  },
  /** The network in DJL's blocks, as its documentation shows. */
  DJL("DJL 0.35.1", false) {
    @Override
    Rival create(int batch, int threads) throws Exception {
      return new DjlRival(batch, threads);
    }
  },
  /** The fastest products and convolutions that libtorch reaches. */
  PEAK("peak", true) {
    @Override
    Rival create(int batch, int threads) {
      return new PeakRival(threads);
    }
  };

  private static final Pattern TUNING =
      Pattern.compile("(MALLOC|OPENBLAS|OMP|GOMP|MKL|KMP|DNNL|ONEDNN|TORCH|ATEN)_.*");

  private static final Set<String> PRELOADS = Set.of("GLIBC_TUNABLES", "LD_PRELOAD");

  private final String label;
  private final boolean tuned;

  Contestant(String label, boolean tuned) {
    this.label = label;
    this.tuned = tuned;
  }

  /** Sets up the rival in this process. */
  abstract Rival create(int batch, int threads) throws Exception;

  /** The name in tables. */
  String label() {
    return label;
  }

  /** The name on command lines and in JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Makes an environment this contestant's own, whatever it was started with.
   *
   * @param launcher the variables of those that run as the launcher runs them
   */
  void prepare(Map<String, String> environment, Map<String, String> launcher) {
    environment
        .keySet()
        .removeIf(name -> TUNING.matcher(name).matches() || PRELOADS.contains(name));
    if (tuned) {
      environment.putAll(launcher);
    }
  }
}
