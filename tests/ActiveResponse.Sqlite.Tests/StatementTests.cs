using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tests;

public sealed class StatementTests : IDisposable
{
    private readonly SqliteConnection _database = SqliteConnection.OpenInMemory();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Every_run_stores_its_own_values_whatever_the_run_before_has_bound()
    {
        _database.Execute("CREATE TABLE row (a, b)");
        using var insert = _database.Prepare("INSERT INTO row VALUES (?, ?)");
        insert.Anew().Bind(1).Bind("x").Run();
        insert.Anew().Bind(1).Bind("y").Run();
        insert.Anew().Bind("1").Bind("y").Run();
        insert.Anew().Bind((string?)null).BindText("y"u8).Run();
        insert.Anew().Bind((long?)null).BindText("z"u8).Run();
        insert.Anew().Bind(0).BindBlob([7]).Run();
        insert.Anew().Bind("").BindBlob([8]).Run();
        insert.Anew().BindText([]).BindBlob([]).Run();

        _database
            .Texts("SELECT quote(a) || ' ' || quote(b) FROM row ORDER BY rowid")
            .Should()
            .Equal("1 'x'", "1 'y'", "'1' 'y'", "NULL 'y'", "NULL 'z'", "0 X'07'", "'' X'08'", "'' NULL");
    }

    [Fact]
    public void A_text_that_has_the_same_object_is_stored_again_after_another_value()
    {
        _database.Execute("CREATE TABLE row (a)");
        using var insert = _database.Prepare("INSERT INTO row VALUES (?)");
        const string Text = "the same";
        insert.Anew().Bind(Text).Run();
        insert.Anew().Bind(Text).Run();
        insert.Anew().BindText("another"u8).Run();
        insert.Anew().Bind(Text).Run();
        insert.Anew().BindBlob([1]).Run();
        insert.Anew().Bind(Text).Run();

        _database
            .Texts("SELECT quote(a) FROM row ORDER BY rowid")
            .Should()
            .Equal("'the same'", "'the same'", "'another'", "'the same'", "X'01'", "'the same'");
    }

    [Fact]
    public void A_run_that_failed_or_was_given_up_leaves_nothing_to_the_next()
    {
        _database.Execute("CREATE TABLE row (a UNIQUE, b)");
        using var insert = _database.Prepare("INSERT INTO row VALUES (?, ?)");
        insert.Anew().Bind(1).Bind("x").Run();
        insert.Invoking(static one => one.Anew().Bind(1).Bind("y").Run()).Should().Throw<SqliteException>();
        insert.Anew().Bind(2);
        insert.Anew().Bind(3).Bind("y").Run();
        insert.Invoking(static one => one.Anew().Bind(4).Bind("y").Bind("one too many")).Should().Throw<SqliteException>();
        insert.Anew().Bind(5).Bind("y").Run();

        _database.Texts("SELECT a || b FROM row ORDER BY a").Should().Equal("1x", "3y", "5y");
    }
}
