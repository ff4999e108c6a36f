// Continues a text with a saved model.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Continues a text with a saved model.</summary>
public static class TextGenerator
{
    /// <summary>Continues a text.</summary>
    /// <param name="catalog">The plugins.</param>
    /// <param name="modelDirectory">A folder in Hugging Face's layout with a tokenizer.</param>
    /// <param name="adapterDirectory">A folder in PEFT's layout, or null.</param>
    /// <param name="prompt">The text to continue; not empty.</param>
    /// <param name="options">How ids are chosen.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</param>
    /// <param name="warn">Takes sentences for whoever watches.</param>
    /// <returns>The prompt and what follows it.</returns>
    /// <exception cref="RecipeException">The folder holds no model that can write, or no tokenizer, or the prompt is empty.</exception>
    public static string Generate(ICatalog catalog, string modelDirectory, string? adapterDirectory, string prompt, GenerationOptions options, string device,
        Action<string> warn)
    {
        OptionRules.Validate(options, "generation");
        if (string.IsNullOrEmpty(prompt)) throw new RecipeException("The prompt is empty; there is nothing to continue.");
        if (adapterDirectory is not null && AdapterFiles.ReadConfig(adapterDirectory)["task_type"]?.GetValue<string>() is { } task and not ("CAUSAL_LM" or "SEQ_2_SEQ_LM"))
            throw new RecipeException($"{adapterDirectory} is {(task == "SEQ_CLS" ? "a classification adapter" : "an adapter")} (task_type {task}), which writes no text. "
                + "Leave it out, or take one that was trained to continue text.");
        var plan = new StagePlan
        {
            Name = "generate",
            Mode = StageMode.Evaluate,
            ModelPath = modelDirectory,
            Adapters = adapterDirectory is null ? [] : [new AdapterPlan("default", null, adapterDirectory)],
            Data = Component.Of(Kind.Dataset, ""),
            Objective = Component.Of(Kind.Objective, ""),
            Device = device,
        };
        var assembly = new StageAssembly(new ComponentFactory(catalog), Environment.CurrentDirectory, warn, Ranks.Alone);
        ModelFiles.ReadConfig(modelDirectory);
        var tokenizer = assembly.Tokenizer(plan)
            ?? throw new RecipeException($"{modelDirectory} has no tokenizer that can be read, so no text can be made of its ids.");
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = assembly.Model(plan, tokenizer);
        if (model is not IGenerativeModel generative) throw new RecipeException($"{model.Architecture} in {modelDirectory} does not write text.");
        model.to(DeviceChoice.Choose(device, Ranks.Alone));
        model.eval();
        var ids = tokenizer.Encode(prompt);
        var written = generative.Generate(torch.tensor(ids, [1, ids.Length], device: model.parameters().First().device), null, options);
        return tokenizer.Decode(written.cpu().data<long>().ToArray());
    }
}
