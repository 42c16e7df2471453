#include "core/accounts/secret_service.h"

namespace wharf::accounts {

Task<ServiceStanding> askSecretService(QString, QString, std::chrono::milliseconds)
{
    co_return ServiceStanding::Ready;
}

} // namespace wharf::accounts
