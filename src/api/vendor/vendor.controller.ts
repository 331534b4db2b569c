import {
  Controller,
  Delete,
  Get,
  Options,
  Param,
  Patch,
  Post,
  Put,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { VendorCallDocs } from '../docs/vendor-call-docs';
import { ConnectionPath } from '../dto/paths';
import type { ApiRequest } from '../http/api-request';
import { VendorService } from './vendor.service';

/** Calls of the vendor that the configuration lists, with the client's own requests. HEAD uses the route of GET. */
@ApiTags('Vendor calls')
@ApiBearerAuth()
@Controller('v1/connections/:connection/vendor')
export class VendorController {
  constructor(private readonly service: VendorService) {}

  @Get('*path')
  @VendorCallDocs('vendorGet')
  get(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }

  @Post('*path')
  @VendorCallDocs('vendorPost', 'with a body')
  post(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }

  @Put('*path')
  @VendorCallDocs('vendorPut', 'with a body')
  put(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }

  @Patch('*path')
  @VendorCallDocs('vendorPatch', 'with a body')
  patch(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }

  @Delete('*path')
  @VendorCallDocs('vendorDelete')
  delete(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }

  @Options('*path')
  @VendorCallDocs('vendorOptions')
  options(
    @Req() request: ApiRequest,
    @Param() { connection }: ConnectionPath,
    @Res() response: Response,
  ) {
    return this.service.forward(request, response, connection);
  }
}
