// A library that the plugin's folder lacks.
public static class Absent
{
    public static string Version => "never there";
}
