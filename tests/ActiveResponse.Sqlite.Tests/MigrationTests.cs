using ActiveResponse.Responders;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class MigrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Brings_a_database_of_the_first_version_up_and_keeps_what_is_in_it()
    {
        Make(Schema.Migrations.Take(1));
        _folder.Sql("INSERT INTO position (name, place) VALUES ('alerts.json', 'v1 x')");

        var store = _folder.Open();
        await store.CommitAsync(new StoreCommit { History = [Some.Entry(1)] }, CancellationToken.None);

        (await store.FindPositionAsync("alerts.json", CancellationToken.None)).Should().Be("v1 x");
        (await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Should().ContainSingle();
        _folder.Number("PRAGMA user_version").Should().Be(Schema.Migrations.Count);
    }

    [Fact]
    public async Task Reads_the_orders_and_holders_that_earlier_versions_wrote_whole()
    {
        const string Order =
            """{"version":1,"response":"firewall-drop600","command":{"name":"drop","executable":"firewall-drop","expect":"""
            + """[],"timeoutAllowed":true},"responder":"firewall-drop","subject":"""
            + """{"address":"2001:db8::1"},"location":"local","here":true,"elsewhere":false,"timeout":"00:10:00","origin":"""
            + """{"alert":"1754300000.1","rule":5712,"level":10,"agentId":"003","agentName":"web01","location":"(web01) """
            + """192.0.2.4-\u003E/var/log/auth.log"}}""";
        var until = Some.Noon.AddMinutes(10).UtcTicks;
        Make(Schema.Migrations.Take(2));
        _folder.Sql(
            $$"""
            INSERT INTO effect (id, state, since, failed_reverts, failed_applies, command, holders)
            VALUES (7, 'Applied', {{Some.Noon.UtcTicks}}, 0, 0, '{{Order}}',
              '[{"response":"firewall-drop600","until":{{until}},"offense":1}]')
            """
        );
        var store = _folder.Open();
        (await store.ListAsync(CancellationToken.None)).Should().BeEquivalentTo([Some.Effect(1)]);

        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1, EffectState.Reverting)] }, CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None))
            .Should()
            .BeEquivalentTo([Some.Effect(1, EffectState.Reverting)]);
        _folder.Number("SELECT id FROM effect").Should().Be(7, "the same row is changed");
    }

    [Fact]
    public async Task Gives_the_outcomes_of_earlier_versions_the_names_that_logs_and_json_have()
    {
        Make(Schema.Migrations.Take(4));
        string[] old =
        [
            "Applied",
            "AlreadyApplied",
            "Extended",
            "Reverted",
            "AlreadyReverted",
            "Refused",
            "Failed",
            "TimedOut",
            "DryRun",
            "Dropped",
            "Sent",
        ];
        foreach (var outcome in old)
        {
            _folder.Sql(
                $"""
                INSERT INTO history (at, verb, outcome, responder, address, response, rule, alert, offense)
                VALUES ({Some.Noon.UtcTicks}, 'apply', '{outcome}', 'host-deny', '192.0.2.1', 'host-deny600', 5712, '1754300000.1', 1)
                """
            );
        }

        var history = await _folder.Open().ListHistoryAsync(new HistoryQuery(), CancellationToken.None);

        history.Select(static entry => entry.Outcome).Should().BeEquivalentTo(Enum.GetValues<ActionOutcome>());
    }

    [Fact]
    public async Task Adds_reasons_and_names_to_the_history_of_a_version_without_them()
    {
        Make(Schema.Migrations.Take(5));
        _folder.Sql(
            $"""
            INSERT INTO history (at, verb, outcome, responder, address, response, rule, alert, offense)
            VALUES ({Some.Noon.UtcTicks}, 'apply', 'applied', 'host-deny', '192.0.2.1', 'manual', 0, '', 0)
            """
        );
        var entry = Some.Entry(1) with { Reason = "a scan of the lab", By = "alice" };
        var effect = Some.Effect(1);
        effect = effect with { Order = effect.Order with { Origin = effect.Order.Origin with { Reason = entry.Reason, By = "bob" } } };

        var store = _folder.Open();
        await store.CommitAsync(new StoreCommit { History = [entry], Effects = [effect, Some.OnUserToo(effect)] }, CancellationToken.None);
        store = await _folder.ReopenAsync();

        var history = await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None);
        history[0].Should().Be(entry);
        (history[1].Reason, history[1].By, history[1].ResponseName).Should().Be((null, null, "manual"));
        (await store.ListAsync(CancellationToken.None)).Should().BeEquivalentTo([effect, Some.OnUserToo(effect)]);
    }

    [Fact]
    public async Task Writes_the_same_tables_from_nothing_as_step_by_step()
    {
        await _folder.Open().DisposeAsync();
        using var other = new StoreFolder();
        for (var version = 1; version <= Schema.Migrations.Count; version++)
        {
            other.Make(Schema.Migrations.Take(version));
        }

        Tables(_folder).Should().Be(Tables(other)).And.Contain("CREATE TABLE history");
    }

    [Fact]
    public void A_step_that_fails_leaves_the_database_as_it_was()
    {
        Make(Schema.Migrations);

        FluentActions
            .Invoking(() => Make([.. Schema.Migrations, "CREATE TABLE later (x); CREATE TABLE effect (y)"]))
            .Should()
            .Throw<SqliteException>();

        _folder.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").Should().Be(0);
        _folder.Number("PRAGMA user_version").Should().Be(Schema.Migrations.Count);
    }

    [Fact]
    public void Refuses_a_database_of_a_later_version_and_leaves_it_as_it_is()
    {
        Make([.. Schema.Migrations, "CREATE TABLE later (x)"]);
        var before = File.ReadAllBytes(_folder.File);
        _folder.Options = _folder.Options with { OnUnusable = UnusableStore.MoveAside };

        var refusal = _folder.Refused();

        refusal.Failure.Should().Be(StoreFailure.Newer);
        refusal.Message.Should().Contain($"schema {Schema.Migrations.Count + 1}").And.Contain($"up to {Schema.Migrations.Count}");
        File.ReadAllBytes(_folder.File).Should().Equal(before);
    }

    [Fact]
    public void Does_not_read_an_older_database_without_being_allowed_to_bring_it_up()
    {
        Make(Schema.Migrations.Take(1));
        _folder.Options = _folder.Options with { ReadOnly = true };

        _folder.Refused().Message.Should().Contain("start the agent");
    }

    private static string Tables(StoreFolder folder)
    {
        using var database = SqliteConnection.Open(folder.File, readOnly: true, immutable: false, TimeSpan.Zero);
        return database.Text("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
    }

    private void Make(IEnumerable<string> migrations) => _folder.Make(migrations);
}
