using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Tests.Expressions;

public class SecretTests
{
    private static readonly GenerateRule Anything = new(0, true, true, true, true, 0, 0, 0, 0);

    [Theory]
    [InlineData(0, 22)]
    [InlineData(5, 5)]
    [InlineData(40, 40)]
    public void A_secret_has_the_length_asked_for(int minimum, int expected) =>
        Assert.Equal(expected, SecretGenerator.Generate(Anything with { MinLength = minimum }).Length);

    [Fact]
    public void A_secret_has_only_the_characters_allowed()
    {
        var digits = SecretGenerator.Generate(Anything with { MinLength = 500, Lower = false, Upper = false, Special = false });
        var plain = SecretGenerator.Generate(Anything with { MinLength = 500, Special = false });

        Assert.All(digits, c => Assert.True(char.IsAsciiDigit(c)));
        Assert.All(plain, c => Assert.True(char.IsAsciiLetterOrDigit(c)));
    }

    [Fact]
    public void A_secret_has_as_many_of_each_kind_as_asked_for_even_beyond_its_length()
    {
        var secret = SecretGenerator.Generate(Anything with { MinLength = 4, MinLower = 3, MinUpper = 4, MinNumeric = 5, MinSpecial = 6 });

        Assert.Equal(18, secret.Length);
        Assert.Equal(3, secret.Count(char.IsAsciiLetterLower));
        Assert.Equal(4, secret.Count(char.IsAsciiLetterUpper));
        Assert.Equal(5, secret.Count(char.IsAsciiDigit));
    }

    [Fact]
    public void Two_secrets_differ() => Assert.NotEqual(SecretGenerator.Generate(Anything), SecretGenerator.Generate(Anything));
}
