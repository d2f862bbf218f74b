package org.resnet4j.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.resnet4j.torch.Network;

/** Which optimizer, with which numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OptimizerRecipe.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = OptimizerRecipe.Muon.class, name = "muon")
})
public sealed interface OptimizerRecipe {
  /** An optimizer for the trainable parameters of a network, with empty memory. */
  Optimizer on(Network network);

  /**
   * Stochastic gradient descent with momentum as torch defines it: {@code v = momentum * v + g; w -=
   * rate * v}, or {@code w -= rate * (g + momentum * v)} with Nesterov's look-ahead.
   *
   * @param weightDecay added to the gradient times the weight
   * @param decayNorms whether normalisations and biases decay too, as in He et al. 2015
   */
  record Sgd(
      double rate, double momentum, boolean nesterov, double weightDecay, boolean decayNorms)
      implements OptimizerRecipe {
    @Override
    public Optimizer on(Network network) {
      return new SgdOptimizer(this, network, parameter -> true);
    }
  }

  /**
   * Muon (Jordan et al. 2024) for convolution weights: the momentum is made orthogonal before it is
   * applied, so that all directions of a filter bank learn at the same speed. The other parameters
   * follow {@code rest}.
   *
   * @param rate the step, times the root of each matrix's larger side over its smaller one
   * @param steps Newton-Schulz iterations of the orthogonalisation
   */
  record Muon(double rate, double momentum, double weightDecay, int steps, Sgd rest)
      implements OptimizerRecipe {
    @Override
    public Optimizer on(Network network) {
      return new MuonOptimizer(this, network);
    }
  }
}
