#include "core/accounts/vault_box.h"
#include "core/accounts/vault_format.h"
#include "tests/fuzz/targets.h"

using namespace wharf::accounts;

static const VaultKey &key()
{
    static const VaultKey made = [] {
        VaultHeader header = newVaultHeader();
        header.cost = { .log2N = 10, .r = 1, .p = 1 };
        return wharf::accounts::deriveVaultKey(header, wharf::Secret("passphrase")).value();
    }();
    return made;
}

void wharf::fuzz::vault(QByteArrayView input)
{
    if (const auto header = parseVaultHeader(input)) {
        require(header->toBytes() == input.first(header->toBytes().size()), "a header is written as it was read");
        require(header->cost.log2N <= 20 && header->cost.r <= 32 && header->cost.p <= 8, "the cost can be borne");
    }
    require(!openVault(input, key()), "nobody without the key makes a box");

    // A header with a right checksum over the same bytes, so that not every mutation ends there.
    if (input.size() >= 47) {
        const auto at = [&](qsizetype n) { return static_cast<int>(static_cast<unsigned char>(input.at(n))); };
        const VaultHeader made { .cost = { at(0), at(1), at(2) },
                                 .salt = input.sliced(3, 16).toByteArray(),
                                 .verifier = input.sliced(19, 16).toByteArray(),
                                 .nonce = input.sliced(35, 12).toByteArray() };
        require(!openVault(made.toBytes() + input.sliced(47).toByteArray(), key()), "nobody without the key makes a box");
    }

    if (const auto entries = parseVaultBox(input.toByteArray())) {
        const QByteArray box = printVaultBox(*entries);
        const auto again = parseVaultBox(box);
        require(again && again->size() == entries->size(), "what is written can be read");
        for (const auto &[name, secret] : *entries)
            require(again->count(name) == 1 && *again->at(name) == *secret, "and is the same");
    }
}
