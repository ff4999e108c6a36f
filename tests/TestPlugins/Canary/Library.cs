// The canary's library, which sings when it is loaded.
public static class Library
{
    public static string Version => "library";

    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Hatch() => System.IO.File.WriteAllText(System.IO.Path.Combine("CAGE", "library"), "library");
}
