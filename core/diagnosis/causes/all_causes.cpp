#include "core/diagnosis/causes/causes.h"

#include <algorithm>
#include <array>

namespace wharf::diagnosis {

std::span<const Cause *const> allCauses()
{
    static constexpr std::array all {
        &causes::credentialRejected,
        &causes::deployTokenUserName,
        &causes::jobTokenFinished,
        &causes::pushNeedsReadToo,
        &causes::granularTokenCannotPush,
        &causes::pathTooDeep,
        &causes::pathInvalid,
        &causes::registryDisabled,
        &causes::unknownService,
        &causes::clientSentNoCredential,
        &causes::bearerStrippedAtRegistry,
        &causes::notARegistry,
        &causes::connectionRefused,
        &causes::timeout,
        &causes::daemonDisagrees,
        &causes::authorizationHeaderStripped,
        &causes::twoAuthenticationsOnOneHeader,
        &causes::registryNotChallenged,
        &causes::loginPortalInFront,
        &causes::unscopedTokenRefused,
        &causes::harmlessRedirect,
        &causes::credentialHelperMissing,
        &causes::credentialHelperFailing,
        &causes::secretServiceUnavailable,
        &causes::keychainLocked,
        &causes::credentialTooLarge,
        &causes::credentialKeyMismatch,
        &causes::credentialForOtherHost,
        &causes::otherUsersConfiguration,
        &causes::clientConfigurationUnreadable,
        &causes::staleStoredCredential,
        &causes::daemonUnreachable,
        &causes::builderHasOwnConfiguration,
        &causes::plainHttpRegistry,
        &causes::insecureFallbackMasksError,
        &causes::serverClockSkew,
        &causes::clientClockWrong,
        &causes::daemonClockWrong,
        &causes::tokenKeyUntrusted,
        &causes::tokenKeyIdFormat,
        &causes::tokenIssuerMismatch,
        &causes::tokenAudienceMismatch,
        &causes::tokenExpiresDuringPush,
        &causes::storedCredentialExpired,
        &causes::wrongKindOfSecret,
        &causes::tokenLacksRegistryScope,
        &causes::externalAuthorization,
        &causes::noPermissionOnRepository,
        &causes::credentialMangled,
        &causes::credentialEncoding,
        &causes::serverAddressWrong,
        &causes::uploadLocationWrong,
        &causes::wrongVirtualHost,
        &causes::dnsDiffers,
        &causes::pathMtuOrRouting,
        &causes::addressFamilyUnreachable,
        &causes::networkAccessList,
        &causes::daemonProxyWrong,
        &causes::proxyRefuses,
        &causes::quotaOrImmutable,
        &causes::realmRedirectLosesAuthorization,
        &causes::realmRedirectsToOtherHost,
        &causes::realmInClearText,
        &causes::realmUnreachable,
        &causes::realmWrongPort,
        &causes::realmMalformed,
        &causes::realmAnswersHtml,
        &causes::realmFailing,
        &causes::registryStorageFailing,
        &causes::vendorOutage,
        &causes::storageRedirectUnreachable,
        &causes::registryReadOnly,
        &causes::maintenanceMode,
        &causes::passwordFileHash,
        &causes::registryProductSetting,
        &causes::certificateExpired,
        &causes::certificateWithoutSan,
        &causes::certificateNameMismatch,
        &causes::certificateChainIncomplete,
        &causes::privateCaNotTrusted,
        &causes::tlsInspected,
        &causes::clientCertificateRequired,
        &causes::tlsVersionOrCipher,
        &causes::requestBodyLimit,
        &causes::replicasNotSharing,
        &causes::proxyTimeoutOrBuffering,
        &causes::rateLimitedOrBanned,
    };
    return all;
}

const Cause *findCause(const QString &code)
{
    const std::span<const Cause *const> all = allCauses();
    const auto found = std::find_if(all.begin(), all.end(), [&code](const Cause *cause) { return code == QLatin1String(cause->code); });
    return found == all.end() ? nullptr : *found;
}

} // namespace wharf::diagnosis
