// What each event puts into the tables of run.sqlite.
using Microsoft.Data.Sqlite;

namespace PluginHost.Engine;

/// <summary>
/// What each event puts into the tables. The rows after a line depend on the lines up to it and on nothing else (but for the size of a
/// checkpoint, which is looked up while it is there), so that a table filled in one go is the one that was filled line by line.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="runDirectory">The run's folder.</param>
internal sealed class DatabaseRows(SqliteConnection connection, string runDirectory) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Takes an event.</summary>
    public void Take(EventLine line, SqliteTransaction transaction)
    {
        void Do(string sql, params ReadOnlySpan<object?> values) => Execute(transaction, sql, values);

        Do("INSERT INTO events VALUES ($0, $1, $2, $3, $4, $5)", line.Number, line.Type, line.Time, line.Stage, line.Step, line.Written);
        Do("UPDATE runs SET updated = $0", line.Time);
        switch (line.Type)
        {
            case "run-started":
                Do("INSERT INTO runs (run, name, recipe, status, started, updated) VALUES (1, $0, $1, 'running', $2, $2) "
                    + "ON CONFLICT (run) DO UPDATE SET name = $0, recipe = $1, status = 'running', ended = NULL, exit_code = NULL, message = NULL, summary = NULL",
                    line.Word("name"), line.Word("recipe"), line.Time);
                Do("INSERT INTO workers (line, process, started) VALUES ($0, $1, $2)", line.Number, line.Whole("process"), line.Time);
                break;
            case "run-ended":
                Do("UPDATE runs SET status = $0, ended = $1, exit_code = $2, message = $3, summary = $4",
                    line.Word("status") ?? "ended", line.Time, line.Whole("exitCode"), line.Word("message"), line.Body!["summary"]?.ToJsonString());
                Do("UPDATE workers SET ended = $0, status = $1, exit_code = $2 WHERE line = (SELECT max(line) FROM workers)",
                    line.Time, line.Word("status"), line.Whole("exitCode"));
                break;
            case "stage-started" when line.Stage is { } stage:
                Do("INSERT INTO stages (stage, name, mode, device, items, step, total_steps, trainable_parameters, total_parameters, started) "
                    + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (stage) DO UPDATE SET name = $1, mode = $2, device = $3, items = $4, step = $5, "
                    + "total_steps = $6, trainable_parameters = $7, total_parameters = $8, ended = NULL, result = NULL",
                    stage, line.Word("name"), line.Body!["mode"]?.ToString(), line.Word("device"), line.Word("items"), line.Step ?? 0, line.Whole("totalSteps"),
                    line.Whole("trainableParameters"), line.Whole("totalParameters"), line.Time);
                // A worker goes on from its checkpoint: the steps behind it are made again, and those of the worker that was lost count no more.
                Do("DELETE FROM metrics WHERE stage = $0 AND step > $1", stage, line.Step ?? 0);
                Do("DELETE FROM checkpoints WHERE stage = $0 AND step > $1", stage, line.Step ?? 0);
                break;
            case "stage-ended" when line.Stage is { } stage:
                var result = line.Body!["result"];
                Do("INSERT INTO stages (stage, name, step, ended, result) VALUES ($0, $1, $2, $3, $4) "
                    + "ON CONFLICT (stage) DO UPDATE SET step = $2, ended = $3, result = $4",
                    stage, result?["name"]?.ToString(), (long?)result?["steps"] ?? 0, line.Time, result?.ToJsonString());
                break;
            case "checkpoint" when line is { Stage: { } stage, Step: { } step } && line.Word("directory") is { } directory:
                var (path, bytes) = Place(directory);
                Do("INSERT OR REPLACE INTO checkpoints VALUES ($0, $1, $2, $3, "
                    + "coalesce($4, (SELECT value FROM metrics WHERE stage = $0 AND name = 'eval/loss' AND step = $1)), $5)",
                    stage, step, path, line.Whole("bytes") ?? bytes, line.Real("metric"), line.Time);
                break;
            case "sample":
                Do("INSERT INTO samples VALUES ($0, $1, $2, $3, $4, $5)",
                    line.Number, line.Time, line.Word("model"), line.Word("adapter"), line.Word("prompt"), line.Word("text"));
                break;
            case "step" when line is { Stage: { } stage, Step: { } step }:
                Do("UPDATE stages SET step = $1 WHERE stage = $0", stage, step);
                break;
        }

        if (line is not { Stage: { } about, Step: { } at }) return;
        foreach (var (name, value) in line.Figures())
            Do("INSERT OR REPLACE INTO metrics VALUES ($0, $1, $2, $3, $4)", about, name, at, double.IsNaN(value) ? null : value, line.Time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
    }

    // Each statement is prepared once: there are a dozen, and a run has a million events.
    private void Execute(SqliteTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue("$" + i, DBNull.Value);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private (string Path, long? Bytes) Place(string directory)
    {
        var whole = Path.GetFullPath(directory, runDirectory);
        var relative = Path.GetRelativePath(runDirectory, whole);
        long? bytes = null;
        try
        {
            if (Directory.Exists(whole)) bytes = new DirectoryInfo(whole).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Pruned while it was looked at: as one that is gone already.
        }

        return (relative.StartsWith("..", StringComparison.Ordinal) ? whole : relative, bytes);
    }
}
