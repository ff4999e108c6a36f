// Version 2 of a library.
[assembly: System.Reflection.AssemblyVersion("2.0.0.0")]

public static class Library
{
    public static string Version => "library 2";
}
