package org.resnet4j.bench.training;

import java.util.Locale;
import org.resnet4j.compiled.gradient.Differentiation;
import org.resnet4j.compiled.gradient.LayerwiseDifferentiation;

/** A participant in the training comparison. */
enum Contestant {
  /** ResNet4J as it trains, in the environment that its launcher sets. */
  RESNET4J("ResNet4J", true) {
    @Override
    Training create(Work work) {
      return new ResNet4jTraining(work, Differentiation::of);
    }
  },
  /** The same with steps that are not compiled. */
  LAYERS("ResNet4J by layers", true) {
    @Override
    Training create(Work work) {
      return new ResNet4jTraining(work, LayerwiseDifferentiation::new);
    }
  },
  /** Straightforward code on libtorch: fp32, NCHW, default allocator. */
  LIBTORCH("libtorch as is", false) {
    @Override
    Training create(Work work) {
      return new LibtorchTraining(work);
    }
  },
  /** The network in DJL's blocks, as its documentation shows. */
  DJL("DJL 0.35.1", false) {
    @Override
    Training create(Work work) {
      return new DjlTraining(work);
    }
  };

  private final String label;
  private final boolean tuned;

  Contestant(String label, boolean tuned) {
    this.label = label;
    this.tuned = tuned;
  }

  /** Sets up the rival in this process. */
  abstract Training create(Work work);

  /** The name in tables. */
  String label() {
    return label;
  }

  /** Whether it runs as the launcher runs ResNet4J. */
  boolean tuned() {
    return tuned;
  }

  /** The name in JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
