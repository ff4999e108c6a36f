// A run's folder with events in it, for tests of what is made from them.
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using PluginHost.Engine;

namespace PluginHost.Tests.Engine.Record;

/// <summary>A run's folder with events in it.</summary>
internal sealed class RecordFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pluginhost-archive-").FullName;

    public string Database => System.IO.Path.Join(Path, RunDatabase.FileName);

    private string Events => System.IO.Path.Join(Path, RunRecord.FileName);

    /// <summary>Publishes events as a worker does.</summary>
    public void Publish(params RunEvent[] happened)
    {
        using var record = new RunRecord(Path);
        foreach (var one in happened) record.Publish(one);
    }

    /// <summary>A worker that starts the stage "gpt" and makes steps.</summary>
    public void PublishSteps(long from, long to)
    {
        Publish([new RunStarted("a", "a.csx", 7, null), new StageStarted(1, "gpt", StageMode.Pretrain, from, to, 10, 10, "cpu", "tokens"),
            .. Enumerable.Range((int)from + 1, (int)(to - from)).Select(step => new StepTaken(1, step, 1.0 / step, 0.01, 2, 100))]);
    }

    public void Write(string text) => File.AppendAllText(Events, text);

    public int Lines => File.ReadAllText(Events).Count(letter => letter == '\n');

    /// <summary>What a query answers, a row a line.</summary>
    public string Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
            text.AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
