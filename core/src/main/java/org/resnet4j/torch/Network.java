package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Cut;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.TorchOps.SideOutput;
import org.resnet4j.torch.TorchOps.TrainingPass;

/**
 * An architecture with its parameters on a device. Passes are thread-safe; changes to the state are
 * not.
 */
public final class Network implements AutoCloseable {
  private final Architecture architecture;
  private final TensorMap state;
  private final Device device;
  private final Precision precision;
  private final List<Parameter> parameters;
  private Set<String> frozen = Set.of();

  private Network(Architecture architecture, TensorMap state, Device device, Precision precision) {
    this.architecture = architecture;
    this.state = state;
    this.device = device;
    this.precision = precision;
    this.parameters = architecture.layers().allParameters();
  }

  /**
   * A new network with random weights; the same seed gives the same weights on the same kind of
   * processor.
   */
  public static Network create(
      Architecture architecture,
      Initialization initialization,
      long seed,
      Device device,
      Precision precision) {
    TensorMap state = new TensorMap();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Generator generator = torch.make_generator_cpu(seed);
      Set<String> zero =
          initialization.zeroLast()
              ? Set.copyOf(Initialization.lastOfBranches(architecture.layers()))
              : Set.of();
      for (Parameter parameter : architecture.layers().allParameters()) {
        Tensor tensor =
            torch.empty(
                Initialization.toLongs(parameter.shape()),
                Device.CPU.options(scalarType(parameter)),
                new MemoryFormatOptional());
        initialization.fill(parameter, tensor, generator);
        if (zero.contains(parameter.name())) {
          tensor.zero_();
        }
        state.put(parameter.name(), tensor);
      }
    }
    try (state) {
      return of(architecture, state, device, precision);
    }
  }

  /**
   * A network with a copy of the given tensors, converted to the device's data types.
   *
   * @throws IllegalArgumentException if a tensor is missing, unexpected or of another shape; the
   *     message lists them all. Batch counters may be missing, as in old files. Also if a value is
   *     not finite or a variance is negative: ReLUs would turn the resulting NaN into 0, and so
   *     into a plausible output.
   */
  public static Network of(
      Architecture architecture, TensorMap tensors, Device device, Precision precision) {
    List<Parameter> parameters = architecture.layers().allParameters();
    StateDifference difference = StateDifference.of(parameters, StateDifference.shapes(tensors));
    if (difference.count() > 0) {
      throw new IllegalArgumentException(
          "these are not the weights of " + architecture.name() + ": " + difference);
    }
    Network network = Torch.alone(() -> copy(architecture, tensors, device, precision));
    Optional<String> flaw = Torch.alone(network::flaw);
    if (flaw.isPresent()) {
      network.close();
      throw new IllegalArgumentException(
          flaw.get() + ": these weights are damaged, or their training diverged");
    }
    return network;
  }

  private static Network copy(
      Architecture architecture, TensorMap tensors, Device device, Precision precision) {
    TensorMap state = new TensorMap();
    Network network = new Network(architecture, state, device, precision);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : network.parameters) {
        Tensor target =
            torch.empty(
                Initialization.toLongs(parameter.shape()),
                device.options(scalarType(parameter)),
                parameter.shape().size() == 4
                    ? new MemoryFormatOptional(MemoryFormat.ChannelsLast)
                    : new MemoryFormatOptional());
        Tensor source = tensors.asMap().get(parameter.name());
        if (source == null) {
          target.zero_();
        } else {
          target.copy_(source);
        }
        state.put(parameter.name(), target);
      }
    }
    network.freeze(name -> false);
    return network;
  }

  public Architecture architecture() {
    return architecture;
  }

  public Device device() {
    return device;
  }

  public Precision precision() {
    return precision;
  }

  /** All parameters and buffers by their torchvision names; the network stays their owner. */
  public TensorMap state() {
    return state;
  }

  /**
   * The first unusable tensor of the state, and why: a value that is not finite, or a negative
   * variance. Costs one pass over the weights.
   */
  public Optional<String> flaw() {
    return state.firstNotFinite().or(this::firstNegativeVariance);
  }

  private Optional<String> firstNegativeVariance() {
    for (Parameter parameter : parameters) {
      if (parameter.role() == Parameter.Role.VARIANCE) {
        double least = Extremes.of(state.get(parameter.name())).least();
        if (least < 0) {
          return Optional.of(
              parameter.name() + " holds " + least + ", expected a variance of at least 0");
        }
      }
    }
    return Optional.empty();
  }

  /** The trainable parameters: those with gradients that are not frozen. */
  public List<Parameter> trainable() {
    return parameters.stream()
        .filter(p -> p.role().trainable() && !frozen.contains(p.name()))
        .toList();
  }

  /**
   * Freezes parameters and buffers by name and unfreezes all others. A normalisation whose running
   * mean is frozen keeps and uses its running statistics in training, too.
   */
  public void freeze(Predicate<String> names) {
    Set<String> set = new HashSet<>();
    for (Parameter parameter : parameters) {
      boolean freeze = names.test(parameter.name());
      if (freeze) {
        set.add(parameter.name());
      }
      state.get(parameter.name()).set_requires_grad(parameter.role().trainable() && !freeze);
    }
    frozen = set;
  }

  /** Whether a normalisation is frozen with its running statistics. */
  public boolean keepsStatistics(BatchNorm norm) {
    return frozen.contains(norm.mean().name());
  }

  /** An independent copy with equal weights. */
  public Network copy() {
    return of(architecture, state, device, precision);
  }

  /**
   * Logits {@code [n, classes]} for images {@code [n, c, h, w]}, with running statistics and
   * without gradients. The result belongs to the caller's scope.
   */
  public Tensor forward(Tensor images) {
    try (NoGradGuard guard = new NoGradGuard();
        Autocast autocast = new Autocast(device, precision)) {
      return run(architecture.layers(), new TorchOps(state, null, frozen), images);
    }
  }

  /**
   * The features at a named place of the network ({@link Cut}): maps {@code [n, c, h, w]} after a
   * stage or block, and after {@code pool} of a residual network the vector {@code [n, f]} that
   * enters its classifier. Otherwise as {@link #forward}; later layers are not computed.
   *
   * @throws IllegalArgumentException if there is no such place
   */
  public Tensor features(Tensor images, String place) {
    Cut cut = Cut.at(architecture.layers(), place);
    try (NoGradGuard guard = new NoGradGuard();
        Autocast autocast = new Autocast(device, precision)) {
      return run(cut.before(), new TorchOps(state, null, frozen), images);
    }
  }

  /**
   * Maps at a place, and the gradients of logits with respect to them.
   *
   * @param features {@code [n, c, h, w]}
   * @param gradients of one logit of each image with respect to them, of the same shape
   */
  public record Sensitivity(Tensor features, Tensor gradients) {}

  /**
   * The gradients of logits with respect to the maps at a place, with running statistics. The
   * result belongs to the caller's scope.
   *
   * @param classes whose logit, for each image: {@code [n]}, int64
   * @throws IllegalArgumentException if there is no such place
   */
  public Sensitivity sensitivity(Tensor images, String place, Tensor classes) {
    Cut cut = Cut.at(architecture.layers(), place);
    Tensor features = features(images, place).set_requires_grad(true);
    Tensor logits;
    try (Autocast autocast = new Autocast(device, precision)) {
      logits = run(cut.after(), new TorchOps(state, null, frozen), features);
    }
    Tensor chosen = logits.gather(1, classes.unsqueeze(1)).sum();
    TensorVector gradients = torch.grad(new TensorVector(chosen), new TensorVector(features));
    return new Sensitivity(features.detach(), new Tensor(gradients.get(0)));
  }

  /**
   * Shows a probe the activations of the network for some images, in the network's precision and
   * without gradients. Does not modify the network.
   *
   * @param pixels {@code [n, h, w, c]}, normalised
   * @param batchStatistics whether normalisations use the statistics of these images, as in
   *     training, and not the running ones
   */
  public void observe(float[] pixels, int n, Shape shape, boolean batchStatistics, Probe probe) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Autocast autocast = new Autocast(device, precision)) {
      TrainingPass pass = batchStatistics ? new TrainingPass(0, false, null) : null;
      Tensor images = HostMemory.images(pixels, n, shape, device);
      Tensor logits = run(architecture.layers(), new ProbingOps(state, pass, probe), images);
      probe.see("", Probe.Kind.LOGITS, HostMemory.floats(logits));
    }
  }

  /**
   * The output of a training pass: logits {@code [n, classes]}, and those of side classifiers.
   *
   * @param logits fp32, with gradients
   */
  public record TrainingOutput(Tensor logits, List<SideOutput> sideOutputs) {}

  /**
   * A forward pass for training: statistics of the batch, dropout, gradients. The result belongs to
   * the caller's scope. Passes without tracking may run on several threads at once, beside one that
   * tracks.
   *
   * @param seed of dropout
   * @param tracking whether the running statistics are updated
   */
  public TrainingOutput forwardTraining(Tensor images, long seed, boolean tracking) {
    try (Autocast autocast = new Autocast(device, precision)) {
      TorchOps ops = new TorchOps(state, new TrainingPass(seed, tracking, null), frozen);
      Tensor logits = run(architecture.layers(), ops, images);
      List<SideOutput> sides = new ArrayList<>();
      for (SideOutput side : ops.sideOutputs()) {
        sides.add(new SideOutput(side.logits().to(ScalarType.Float), side.lossWeight()));
      }
      return new TrainingOutput(logits, sides);
    }
  }

  /**
   * Mean and biased variance of each batch normalisation's input when all of them use batch
   * statistics: tensors {@code [c]} under the names of the running ones in {@link #state}. Does not
   * modify the network. The caller becomes the owner.
   *
   * @param images {@code [n, c, h, w]}
   */
  public TensorMap batchStatistics(Tensor images) {
    TensorMap statistics = new TensorMap();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Autocast autocast = new Autocast(device, precision)) {
      run(
          architecture.layers(),
          new TorchOps(state, new TrainingPass(0, false, statistics), Set.of()),
          images);
      return statistics;
    } catch (RuntimeException e) {
      statistics.close();
      throw e;
    }
  }

  /**
   * The gradients of a loss computed from {@link #forwardTraining}, by parameter name; parameters
   * that the loss does not depend on are missing. The caller becomes the owner.
   *
   * @param loss a single number
   */
  public TensorMap gradients(Tensor loss) {
    TensorMap gradients = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      List<Parameter> trainable = trainable();
      TensorVector weights = new TensorVector();
      trainable.forEach(parameter -> weights.push_back(state.get(parameter.name())));
      TensorVector values =
          torch.grad(
              new TensorVector(loss),
              weights,
              new TensorVector(),
              new BoolOptional(false),
              false,
              true);
      for (int i = 0; i < trainable.size(); i++) {
        Tensor inside = values.get(i);
        if (inside.defined()) {
          gradients.put(trainable.get(i).name(), new Tensor(inside)); // The vector dies.
        }
      }
    }
    return gradients;
  }

  private static Tensor run(Layer layers, TorchOps ops, Tensor images) {
    return layers.apply(ops, images).to(ScalarType.Float);
  }

  /** Waits for the device: a GPU executes asynchronously. */
  public void await() {
    if (device != Device.CPU) {
      HostMemory.floats(state().get(trainable().get(0).name())); // Its values come last.
    }
  }

  /** Frees all tensors of this network. */
  @Override
  public void close() {
    state.close();
  }

  private static ScalarType scalarType(Parameter parameter) {
    return parameter.role() == Parameter.Role.BATCHES ? ScalarType.Long : ScalarType.Float;
  }
}
