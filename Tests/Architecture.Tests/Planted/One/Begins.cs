using Tta.Architecture.Tests.Planted.Two;

namespace Tta.Architecture.Tests.Planted.One;

internal sealed record Begins(GoesOn? Next);
