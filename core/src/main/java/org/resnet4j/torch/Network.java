package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.TorchOps.SideOutput;
import org.resnet4j.torch.TorchOps.TrainingPass;

/**
 * An architecture with its parameters on a device. Passes may be computed by many threads at once;
 * changes of the state belong to one.
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
   * A network with a copy of the given tensors, converted to what the device computes with.
   *
   * @throws IllegalArgumentException if a tensor is missing, unexpected or of another shape; the
   *     message lists them all. Counters of batches may be missing, since old files have none.
   */
  public static Network of(
      Architecture architecture, TensorMap tensors, Device device, Precision precision) {
    List<Parameter> parameters = architecture.layers().allParameters();
    StateCheck.check(architecture.name(), parameters, tensors);
    TensorMap state = new TensorMap();
    Network network = new Network(architecture, state, device, precision);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : parameters) {
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

  /** The parameters that training changes: those with gradients that are not frozen. */
  public List<Parameter> trainable() {
    return parameters.stream()
        .filter(p -> p.role().trainable() && !frozen.contains(p.name()))
        .toList();
  }

  /**
   * Excludes parameters and buffers from training by name and includes all others. A normalisation
   * whose running mean is frozen keeps its running statistics and normalises by them in training
   * too.
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
  boolean keepsStatistics(BatchNorm norm) {
    return frozen.contains(norm.name() + ".running_mean");
  }

  /** A network of its own with equal weights. */
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
      return run(new TorchOps(state, null, frozen), images);
    }
  }

  /**
   * What a training pass gives: logits {@code [n, classes]}, and those of side classifiers.
   *
   * @param logits in 32 bits, with gradients
   */
  public record TrainingOutput(Tensor logits, List<SideOutput> sideOutputs) {}

  /**
   * A forward pass for training: statistics of the batch, dropout, gradients. The result belongs to
   * the caller's scope. Passes without tracking may run on several threads at once, beside one that
   * tracks.
   *
   * @param seed decides what dropout drops
   * @param tracking whether the running statistics move towards those of these images
   */
  public TrainingOutput forwardTraining(Tensor images, long seed, boolean tracking) {
    try (Autocast autocast = new Autocast(device, precision)) {
      TorchOps ops = new TorchOps(state, new TrainingPass(seed, tracking), frozen);
      Tensor logits = run(ops, images);
      List<SideOutput> sides = new ArrayList<>();
      for (SideOutput side : ops.sideOutputs()) {
        sides.add(new SideOutput(side.logits().to(ScalarType.Float), side.lossWeight()));
      }
      return new TrainingOutput(logits, sides);
    }
  }

  /**
   * The gradients of a loss that was computed from {@link #forwardTraining}, by the names of the
   * parameters; those that the loss does not depend on are missing. The caller becomes the owner.
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

  private Tensor run(TorchOps ops, Tensor images) {
    return architecture.layers().apply(ops, images).to(ScalarType.Float);
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
