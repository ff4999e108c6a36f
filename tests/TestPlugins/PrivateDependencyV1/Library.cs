// Version 1 of a library.
[assembly: System.Reflection.AssemblyVersion("1.0.0.0")]

public static class Library
{
    public static string Version => "library 1";
}
