using SQLitePCL;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A database as fail2ban 1.0.2 of Debian 12 makes it.</summary>
/// <remarks>Tables and rows are from its own file, after bans by fail2ban-client.</remarks>
internal static class Fail2ban
{
    private const string Bans = """
        CREATE TABLE fail2banDb(version INTEGER);
        INSERT INTO fail2banDb VALUES(4);
        CREATE TABLE jails(name TEXT NOT NULL UNIQUE, enabled INTEGER NOT NULL DEFAULT 1);
        INSERT INTO jails VALUES('sshd',0),('web',1);
        CREATE TABLE bips(ip TEXT NOT NULL, jail TEXT NOT NULL, timeofban INTEGER NOT NULL, bantime INTEGER NOT NULL,
          bancount INTEGER NOT NULL default 1, data JSON, PRIMARY KEY(ip, jail), FOREIGN KEY(jail) REFERENCES jails(name) );
        INSERT INTO bips VALUES('203.0.113.9','sshd',1796066996,3600,1,X'7b226d617463686573223a205b5d2c20226661696c75726573223a20307d');
        INSERT INTO bips VALUES('2001:db8::9','sshd',1796066996,3600,1,X'7b226d617463686573223a205b5d2c20226661696c75726573223a20307d');
        INSERT INTO bips VALUES('203.0.113.10','sshd',1796066996,-1,1,X'7b226d617463686573223a205b5d2c20226661696c75726573223a20307d');
        INSERT INTO bips VALUES('203.0.113.11','web',1796066396,600,1,NULL);
        """;

    /// <summary>Makes a database in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="content">Its content; the bans if null.</param>
    /// <param name="since">When the bans began; as recorded if null.</param>
    public static string Database(Folder folder, string? content = null, DateTimeOffset? since = null)
    {
        var file = folder.File("fail2ban.sqlite3");
        var text = since is { } begun ? Bans.Replace("1796066996", begun.ToUnixTimeSeconds().ToString(), StringComparison.Ordinal) : Bans;
        Batteries_V2.Init();
        raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null).Should().Be(raw.SQLITE_OK);
        using (database)
        {
            raw.sqlite3_exec(database, content ?? text).Should().Be(raw.SQLITE_OK);
        }

        return file;
    }
}
