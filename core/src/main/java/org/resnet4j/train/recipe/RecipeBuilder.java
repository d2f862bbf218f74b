package org.resnet4j.train.recipe;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Schedule;

/** Changes single components of a {@link Recipe}. */
public final class RecipeBuilder {
  private String name;
  private long steps;
  private List<Phase> phases;
  private int batchSize;
  private int shards;
  private Optimizer optimizer;
  private Schedule schedule;
  private double labelSmoothing;
  private boolean balanced;
  private @Nullable Pruning pruning;
  private double ema;
  private @Nullable Integer patience;
  private @Nullable ResizeCrop frame;
  private @Nullable BinaryLoss binary;
  private @Nullable Double stochasticDepth;
  private @Nullable Integer parts;
  private @Nullable Double clip;
  private @Nullable Averaging averaging;

  RecipeBuilder(Recipe recipe) {
    name = recipe.name();
    steps = recipe.steps();
    phases = recipe.phases();
    batchSize = recipe.batchSize();
    shards = recipe.shards();
    optimizer = recipe.optimizer();
    schedule = recipe.schedule();
    labelSmoothing = recipe.labelSmoothing();
    balanced = recipe.balanced();
    pruning = recipe.pruning();
    ema = recipe.ema();
    patience = recipe.patience();
    frame = recipe.frame();
    binary = recipe.binary();
    stochasticDepth = recipe.stochasticDepth();
    parts = recipe.parts();
    clip = recipe.clip();
    averaging = recipe.averaging();
  }

  /** Sets {@link Recipe#name}. */
  public RecipeBuilder name(String value) {
    name = value;
    return this;
  }

  /** Sets {@link Recipe#steps}. */
  public RecipeBuilder steps(long value) {
    steps = value;
    return this;
  }

  /** Sets {@link Recipe#phases}. */
  public RecipeBuilder phases(List<Phase> value) {
    phases = value;
    return this;
  }

  /** Sets {@link Recipe#batchSize}. */
  public RecipeBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** Sets {@link Recipe#shards}. */
  public RecipeBuilder shards(int value) {
    shards = value;
    return this;
  }

  /** Sets {@link Recipe#optimizer}. */
  public RecipeBuilder optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  /** Sets {@link Recipe#schedule}. */
  public RecipeBuilder schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /** Sets {@link Recipe#labelSmoothing}. */
  public RecipeBuilder labelSmoothing(double value) {
    labelSmoothing = value;
    return this;
  }

  /** Sets {@link Recipe#balanced}. */
  public RecipeBuilder balanced(boolean value) {
    balanced = value;
    return this;
  }

  /** Sets {@link Recipe#pruning}. */
  public RecipeBuilder pruning(@Nullable Pruning value) {
    pruning = value;
    return this;
  }

  /** Sets {@link Recipe#ema}. */
  public RecipeBuilder ema(double value) {
    ema = value;
    return this;
  }

  /** Sets {@link Recipe#patience}. */
  public RecipeBuilder patience(@Nullable Integer value) {
    patience = value;
    return this;
  }

  /** Sets {@link Recipe#frame}. */
  public RecipeBuilder frame(@Nullable ResizeCrop value) {
    frame = value;
    return this;
  }

  /** Sets {@link Recipe#binary}. */
  public RecipeBuilder binary(@Nullable BinaryLoss value) {
    binary = value;
    return this;
  }

  /** Sets {@link Recipe#stochasticDepth}. */
  public RecipeBuilder stochasticDepth(@Nullable Double value) {
    stochasticDepth = value;
    return this;
  }

  /** Sets {@link Recipe#parts}. */
  public RecipeBuilder parts(@Nullable Integer value) {
    parts = value;
    return this;
  }

  /** Sets {@link Recipe#clip}. */
  public RecipeBuilder clip(@Nullable Double value) {
    clip = value;
    return this;
  }

  /** Sets {@link Recipe#averaging}. */
  public RecipeBuilder averaging(@Nullable Averaging value) {
    averaging = value;
    return this;
  }

  /**
   * The changed recipe.
   *
   * @throws IllegalArgumentException if its components do not fit each other
   */
  public Recipe build() {
    return new Recipe(
        name,
        steps,
        phases,
        batchSize,
        shards,
        optimizer,
        schedule,
        labelSmoothing,
        balanced,
        pruning,
        ema,
        patience,
        frame,
        binary,
        stochasticDepth,
        parts,
        clip,
        averaging);
  }
}
