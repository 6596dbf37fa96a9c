"""The same use cases for programs: `/api/v1`, whose contract is made from the types it speaks.

Every file of `resources/` is a resource and holds its operations; an operation's signature says
what it takes and gives, and both the running code and the OpenAPI document are made from it.
"""

from nameplate.web.api.door import Api as Api
