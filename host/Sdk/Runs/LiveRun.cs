// A run as a console sees it: what can be looked at and changed between two steps.
using TorchSharp;

namespace PluginHost;

/// <summary>
/// A run that is at work, as the lines of <c>pluginhost repl</c> see it: every member can be named without an object in front. Lines are evaluated
/// between two steps on the run's own thread, under <c>no_grad</c>. Tensors that are given out are copies, except <see cref="Parameter"/>'s.
/// </summary>
public abstract class LiveRun
{
    /// <summary>The stage that is at work.</summary>
    /// <exception cref="RecipeException">None is; this holds for every member that needs a stage.</exception>
    public abstract string Stage { get; }

    /// <summary>The stage's steps done.</summary>
    public abstract long Step { get; }

    /// <summary>How many steps the stage has.</summary>
    public abstract long TotalSteps { get; }

    /// <summary>The folder of the run.</summary>
    public abstract string RunDirectory { get; }

    /// <summary>The values that can be changed while the run is at work.</summary>
    public abstract IReadOnlyList<LiveValue> Values { get; }

    /// <summary>The parameters of the stage's model and objective, with figures of what is in them.</summary>
    public abstract IReadOnlyList<ParameterFigures> Parameters { get; }

    /// <summary>The paths of the model's modules whose <see cref="Activation"/> can be asked for.</summary>
    public abstract IReadOnlyList<string> Modules { get; }

    /// <summary>The next training batch; it is not used up.</summary>
    public abstract Batch NextBatch();

    /// <summary>Changes a live value before the next step, as <c>runs set</c> does.</summary>
    /// <param name="name">Its name, as in <c>learning-rate</c>.</param>
    /// <param name="value">A number, a text, a boolean, or null for none.</param>
    /// <exception cref="RecipeException">There is none of that name, or it cannot be that.</exception>
    public abstract void Set(string name, object? value);

    /// <summary>A parameter by its name. It is the stage's own: writing into it changes the model.</summary>
    /// <exception cref="RecipeException">There is none of that name.</exception>
    public abstract torch.Tensor Parameter(string name);

    /// <summary>The gradients of the loss of the <see cref="NextBatch"/>, by parameter, before clipping. Computed for the call; nothing of the run changes.</summary>
    public abstract IReadOnlyDictionary<string, torch.Tensor> Gradients();

    /// <summary>One of the <see cref="Gradients"/>.</summary>
    /// <exception cref="RecipeException">There is no trained parameter of that name, or the loss does not depend on it.</exception>
    public abstract torch.Tensor Gradient(string name);

    /// <summary>What a module gives for the <see cref="NextBatch"/>, in evaluation mode.</summary>
    /// <param name="module">One of <see cref="Modules"/>.</param>
    /// <exception cref="RecipeException">There is none of that path, or the forward pass did not come through it.</exception>
    public abstract torch.Tensor Activation(string module);

    /// <summary>Evaluates on the validation split, as <c>.EvaluateEvery</c> does; callbacks and the choice of the best checkpoint do not learn of it.</summary>
    public abstract IReadOnlyDictionary<string, double> Evaluate();

    /// <summary>Continues a text with the model as it is now.</summary>
    /// <param name="prompt">The text; not empty.</param>
    /// <param name="tokens">How many tokens are written at most.</param>
    /// <param name="temperature">0 takes the most likely token each time; above 0 one is drawn, without moving the run's own random numbers.</param>
    /// <exception cref="RecipeException">The model writes no text, or the stage has no tokenizer.</exception>
    public abstract string Sample(string prompt, int tokens = 64, double temperature = 0);

    /// <summary>Saves a checkpoint and waits until it is on the disk.</summary>
    /// <returns>Its folder.</returns>
    public abstract string Save();

    /// <summary>Loads a plugin's newer build in the place of the one in use.</summary>
    /// <returns>What was exchanged.</returns>
    /// <exception cref="PluginHostException">It does not load or does not fit; the build before goes on.</exception>
    public abstract string Reload(string plugin);

    /// <summary>Shows a value beside the line's result.</summary>
    public abstract void Print(object? value);
}

/// <summary>A live value of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it is, as JSON.</param>
/// <param name="What">What it does.</param>
public sealed record LiveValue(string Name, string Value, string What);

/// <summary>A parameter and what is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, as in <c>[32, 96]</c>.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Trained">Whether the stage trains it.</param>
/// <param name="Mean">The mean of its elements.</param>
/// <param name="Deviation">Their standard deviation (of the population).</param>
/// <param name="Norm">Its 2-norm.</param>
public sealed record ParameterFigures(string Name, string Shape, string Type, bool Trained, double Mean, double Deviation, double Norm);
