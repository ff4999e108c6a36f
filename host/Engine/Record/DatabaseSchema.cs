// The tables of run.sqlite. docs/runs.md tells of them.
namespace PluginHost.Engine;

/// <summary>The tables of <c>run.sqlite</c>.</summary>
internal static class DatabaseSchema
{
    /// <summary>Goes up with every change of the tables; a file of another version is built again from the events.</summary>
    public const int Version = 1;

    /// <summary>Makes the tables.</summary>
    public const string Tables = """
        CREATE TABLE runs (
            run INTEGER PRIMARY KEY CHECK (run = 1), name TEXT, recipe TEXT, status TEXT NOT NULL, started TEXT, updated TEXT, ended TEXT,
            exit_code INTEGER, message TEXT, summary TEXT);
        CREATE TABLE workers (
            line INTEGER PRIMARY KEY, process INTEGER, started TEXT, ended TEXT, status TEXT, exit_code INTEGER);
        CREATE TABLE stages (
            stage INTEGER PRIMARY KEY, name TEXT, mode TEXT, device TEXT, items TEXT, step INTEGER NOT NULL, total_steps INTEGER,
            trainable_parameters INTEGER, total_parameters INTEGER, started TEXT, ended TEXT, result TEXT);
        CREATE TABLE metrics (
            stage INTEGER NOT NULL, name TEXT NOT NULL, step INTEGER NOT NULL, value REAL, time TEXT,
            PRIMARY KEY (stage, name, step)) WITHOUT ROWID;
        CREATE TABLE events (
            line INTEGER PRIMARY KEY, type TEXT NOT NULL, time TEXT, stage INTEGER, step INTEGER, body TEXT NOT NULL);
        CREATE INDEX events_by_type ON events (type);
        CREATE TABLE samples (
            line INTEGER PRIMARY KEY, time TEXT, model TEXT, adapter TEXT, prompt TEXT, text TEXT);
        CREATE TABLE checkpoints (
            stage INTEGER NOT NULL, step INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER, metric REAL, time TEXT,
            PRIMARY KEY (stage, step)) WITHOUT ROWID;
        CREATE TABLE taken (
            one INTEGER PRIMARY KEY CHECK (one = 1), lines INTEGER NOT NULL, position INTEGER NOT NULL, last BLOB NOT NULL);
        INSERT INTO taken VALUES (1, 0, 0, x'');
        """;
}
