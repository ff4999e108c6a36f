// run.sqlite: the events of a run as tables.
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace PluginHost.Engine;

/// <summary>
/// <c>run.sqlite</c> in the run's folder, filled from <c>events.jsonl</c>. How far it has read is a row of the database and changes in the
/// same transaction as the rows that were read, so that a crash at any point neither loses a line nor takes one twice, and a database that
/// is behind catches up by itself. It may be deleted: it is built again from the events.
/// </summary>
internal sealed class RunDatabase : IDisposable
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "run.sqlite";

    // A transaction of about so many bytes of events: large enough to be quick, small enough that a reader never waits long.
    private const int AtOnce = 1 << 20;

    private readonly string _runDirectory;
    private readonly EventFile _events;
    private readonly Action<string> _say;
    private SqliteConnection? _connection;
    private DatabaseRows? _rows;

    /// <summary>Names the run; nothing is opened before <see cref="CatchUp"/>.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="say">Takes a sentence when a damaged file was put aside.</param>
    public RunDatabase(string runDirectory, Action<string> say)
    {
        (_runDirectory, _say) = (runDirectory, say);
        _events = new EventFile(runDirectory);
    }

    /// <summary>Where it is.</summary>
    public string File => Path.Join(_runDirectory, FileName);

    /// <summary>Takes every event that is not in the database yet.</summary>
    /// <returns>How many lines were taken.</returns>
    /// <exception cref="IOException">The database cannot be written now; everything that was taken is kept, and the rest can be taken later.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long CatchUp()
    {
        for (var damaged = false; ; damaged = true)
        {
            try
            {
                return Take();
            }
            catch (SqliteException fault)
            {
                Close();
                if (damaged || fault.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)) throw new IOException(Reason(fault), fault);
                _say($"{FileName} is damaged ({Reason(fault)}); it is kept as {Path.GetFileName(PutAside())} and built again from {RunRecord.FileName}.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _events.Dispose();
    }

    private static string Reason(SqliteException fault) => fault.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another program holds a lock on it",
        SQLitePCL.raw.SQLITE_FULL => "there is no space left on the device",
        SQLitePCL.raw.SQLITE_READONLY => "it may only be read",
        SQLitePCL.raw.SQLITE_CANTOPEN => "it cannot be opened or made",
        SQLitePCL.raw.SQLITE_NOTADB => "it is no database",
        SQLitePCL.raw.SQLITE_CORRUPT => "its pages do not fit together",
        _ => $"SQLite says {fault.SqliteExtendedErrorCode}: {fault.Message}",
    };

    private long Take()
    {
        Open();
        var before = _events.Lines;
        while (_events.Read(AtOnce) is { Count: > 0 } lines)
        {
            var (taken, position) = (lines[0].Number - 1, lines[0].End - lines[0].Text.Length - 1);
            try
            {
                Write(lines);
            }
            catch
            {
                // The transaction is undone, so its lines are read again.
                _events.Seek(taken, position);
                throw;
            }
        }

        return _events.Lines - before;
    }

    private void Write(List<EventLine> lines)
    {
        using var transaction = _connection!.BeginTransaction();
        foreach (var line in lines) _rows!.Take(line, transaction);
        using var mark = _connection.CreateCommand();
        mark.Transaction = transaction;
        mark.CommandText = "UPDATE taken SET lines = $lines, position = $position, last = $last";
        mark.Parameters.AddWithValue("$lines", lines[^1].Number);
        mark.Parameters.AddWithValue("$position", lines[^1].End);
        mark.Parameters.AddWithValue("$last", lines[^1].Text);
        mark.ExecuteNonQuery();
        transaction.Commit();
    }

    private void Open()
    {
        if (_connection is not null)
        {
            // Somebody deleted it: what is written to an open file without a name is lost.
            if (System.IO.File.Exists(File)) return;
            Close();
        }

        SQLitePCL.Batteries_V2.Init();
        // Not pooled, so that closing it writes the log back. The time is how long a lock is waited for: the next round tries again anyway.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        // A power cut may take the last transactions back, never part of one; the events bring them again.
        Execute("PRAGMA synchronous = NORMAL");
        if (Number("PRAGMA user_version") != DatabaseSchema.Version) Begin();
        _rows = new DatabaseRows(_connection, _runDirectory);
        var (lines, position, last) = Taken();
        if (!_events.EndsAt(position, last))
        {
            // Another file of events than the one that it was filled from: copied, cut by a power cut, or begun again.
            Begin();
            (lines, position) = (0, 0);
        }

        _events.Seek(lines, position);
    }

    /// <summary>Makes the tables, in place of any that are there.</summary>
    private void Begin()
    {
        using var transaction = _connection!.BeginTransaction();
        var names = new List<string>();
        using (var tables = _connection.CreateCommand())
        {
            tables.Transaction = transaction;
            tables.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
            using var reader = tables.ExecuteReader();
            while (reader.Read()) names.Add(reader.GetString(0));
        }

        foreach (var name in names) Execute($"DROP TABLE \"{name}\"", transaction);
        Execute(DatabaseSchema.Tables, transaction);
        Execute($"PRAGMA user_version = {DatabaseSchema.Version}", transaction);
        transaction.Commit();
    }

    private (long Lines, long Position, byte[] Last) Taken()
    {
        using var command = _connection!.CreateCommand();
        command.CommandText = "SELECT lines, position, last FROM taken";
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)) : (0, -1, []);
    }

    private void Execute(string sql, SqliteTransaction? transaction = null)
    {
        using var command = _connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = _connection!.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private string PutAside()
    {
        var aside = $"{File}.damaged-{DateTime.UtcNow:yyyyMMdd-HHmmss}";
        for (var more = 2; System.IO.File.Exists(aside); more++) aside = $"{File}.damaged-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{more}";
        System.IO.File.Move(File, aside);
        // Its log belongs to it, and would be played into the new one.
        foreach (var part in new[] { "-wal", "-shm" })
            if (System.IO.File.Exists(File + part)) System.IO.File.Move(File + part, aside + part);
        return aside;
    }

    private void Close()
    {
        _rows?.Dispose();
        _rows = null;
        _connection?.Dispose();
        _connection = null;
    }
}
