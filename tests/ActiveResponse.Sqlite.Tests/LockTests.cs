using ActiveResponse.Sqlite.Files;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class LockTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnusableStore.Fail)]
    [InlineData(UnusableStore.MoveAside)]
    [InlineData(UnusableStore.Memory)]
    public async Task A_second_process_is_refused_and_told_who_has_it(UnusableStore answer)
    {
        using var child = await HoldAsync();
        _folder.Options = _folder.Options with { OnUnusable = answer };

        var refusal = _folder.Refused();

        refusal.Failure.Should().Be(StoreFailure.InUse);
        refusal.Message.Should().Contain($"(process {child.Id})").And.Contain("read-only");
    }

    [Fact]
    public void A_second_store_in_the_same_process_is_refused()
    {
        _folder.Open();

        _folder.Refused().Failure.Should().Be(StoreFailure.InUse);
    }

    [Fact]
    public async Task The_lock_of_a_dead_process_holds_nobody_up()
    {
        using var child = await HoldAsync();
        child.Kill();
        await child.RestAsync();

        (await _folder.Open().ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_store_that_was_closed_can_be_opened_again()
    {
        await _folder.Open().DisposeAsync();

        _folder.Open();
    }

    [Fact]
    public async Task A_store_that_was_closed_can_be_opened_though_a_program_being_started_still_has_the_descriptor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are looked up in /proc.");
        var store = _folder.Open();
        using var copy = Descriptors.CopyOf(_folder.File + ".lock");
        await store.DisposeAsync();

        _folder.Open();
    }

    [Theory]
    [InlineData("")]
    [InlineData("2147483647\n")]
    public async Task What_a_dead_process_left_of_its_lock_in_a_program_being_started_is_waited_for(string holder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a lock ends with its process.");
        await _folder.Open().DisposeAsync();
        var left = Descriptors.Lock(_folder.File + ".lock", holder);
        var opening = Task.Run(_folder.Open);
        await _folder.Clock.TimerOf(StoreLock.Pause);
        opening.IsCompleted.Should().BeFalse();

        left.Dispose();
        _folder.Clock.Advance(StoreLock.Pause);

        (await (await opening).ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_dead_process_left_of_its_lock_is_not_waited_for_without_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a lock ends with its process.");
        await _folder.Open().DisposeAsync();
        using var left = Descriptors.Lock(_folder.File + ".lock", "2147483647\n");
        var opening = Task.Run(_folder.Refused);
        await _folder.Clock.TimerOf(StoreLock.Pause);

        _folder.Clock.Advance(StoreLock.Patience);

        (await opening).Failure.Should().Be(StoreFailure.InUse);
    }

    [Fact]
    public async Task Can_be_looked_at_while_another_process_uses_it()
    {
        using var child = await HoldAsync();
        _folder.Options = _folder.Options with { ReadOnly = true };

        var store = _folder.Open();

        (await store.ListAsync(CancellationToken.None)).Should().ContainSingle();
        (await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Should().BeEmpty();
        var refusal = await Assert.ThrowsAsync<ResponseStoreException>(() =>
            store.CommitAsync(new StoreCommit(), CancellationToken.None).AsTask()
        );
        refusal.Failure.Should().Be(StoreFailure.NotWritable);
    }

    [Fact]
    public async Task Looking_at_it_does_not_keep_an_agent_from_it()
    {
        await _folder.Open().DisposeAsync();
        var options = _folder.Options;
        _folder.Options = options with { ReadOnly = true };
        _folder.Open();
        _folder.Options = options;

        await _folder.Open().CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None);
    }

    private async Task<Child> HoldAsync()
    {
        var child = Child.Start("hold", _folder.File);
        (await child.LineAsync()).Should().Be("open");
        return child;
    }
}
